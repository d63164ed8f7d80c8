import type { View } from "@nn/core";
import { describe, expect, it } from "vitest";
import { gruGates } from "../src/fused/gru-gates";
import { gruGatesGrad } from "../src/fused/gru-gates-grad";
import { lstmGates } from "../src/fused/lstm-gates";
import { lstmGatesGrad } from "../src/fused/lstm-gates-grad";
import { firstOff, listOf, numbers, outputOf, resultOf, viewOf } from "./fused-views";
import { PLANS, openPlans } from "./plans";

const gpuOf = openPlans();
const { tanh } = Math;
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** A kernel, its inputs and outputs in widths of the state, and what it computes of one state's inputs. */
const kernels = {
  lstmGates: {
    make: lstmGates,
    inputs: [4, 4, 1],
    outputs: [1, 1, 4],
    compute: ([x, h, [c]]: number[][]) => {
      const [input, forget, candidate, output] = x.map((v, k) => (k === 2 ? tanh(v + h[k]) : sigmoid(v + h[k])));
      const next = forget * c + input * candidate;
      return [[output * tanh(next)], [next], [input, forget, candidate, output]];
    },
  },
  lstmGatesGrad: {
    make: lstmGatesGrad,
    inputs: [1, 1, 4, 1, 1],
    outputs: [4, 1],
    compute: ([[ofHidden], [ofCell], [input, forget, candidate, output], [c], [next]]: number[][]) => {
      const shown = tanh(next);
      const g = ofCell + ofHidden * output * (1 - shown ** 2);
      const toInput = g * candidate * input * (1 - input);
      const toForget = g * c * forget * (1 - forget);
      const toOutput = ofHidden * shown * output * (1 - output);
      return [[toInput, toForget, g * input * (1 - candidate ** 2), toOutput], [g * forget]];
    },
  },
  gruGates: {
    make: gruGates,
    inputs: [3, 3, 1],
    outputs: [1, 4],
    compute: ([x, h, [hidden]]: number[][]) => {
      const [reset, update] = [sigmoid(x[0] + h[0]), sigmoid(x[1] + h[1])];
      const candidate = tanh(x[2] + reset * h[2]);
      return [[(1 - update) * candidate + update * hidden], [reset, update, candidate, h[2]]];
    },
  },
  gruGatesGrad: {
    make: gruGatesGrad,
    inputs: [1, 4, 1],
    outputs: [3, 3, 1],
    compute: ([[g], [reset, update, candidate, share], [hidden]]: number[][]) => {
      const toCandidate = g * (1 - update) * (1 - candidate ** 2);
      const toReset = toCandidate * share * reset * (1 - reset);
      const toUpdate = g * (hidden - candidate) * update * (1 - update);
      return [[toReset, toUpdate, toCandidate], [toReset, toUpdate, toCandidate * reset], [g * update]];
    },
  },
};

/** Rows, states and where the inputs start: vectors or not, and several turns of each invocation. */
const SIZES = [[1, 1, 0], [3, 5, 2], [5, 8, 0], [3, 4, 4], [2, 12, 3], [70, 128, 0]] as const; // oxfmt-ignore

describe.each(Object.entries(kernels))("%s", (_, { make, inputs, outputs, compute }) => {
  it.each(PLANS)("%s", async (plan) => {
    const gpu = gpuOf(plan);
    const random = numbers(11);
    for (const [n, h, offset] of SIZES) {
      const values = inputs.map((width) => listOf(n * width * h, random));
      const views = values.map((list, k): View => viewOf(gpu, list, [n, inputs[k] * h], offset));
      const results = outputs.map((width) => outputOf(gpu, [n, width * h]));
      make(gpu)(views, results, {});
      const wanted = outputs.map((width) => new Array<number>(n * width * h));
      for (let i = 0; i < n * h; i++) {
        const place = (k: number, width: number): number => Math.floor(i / h) * width * h + k * h + (i % h);
        const state = inputs.map((width, t) => listOf(width, (k) => values[t][place(k, width)]));
        compute(state).forEach((gates, t) => gates.forEach((v, k) => (wanted[t][place(k, gates.length)] = v)));
      }
      for (const [t, y] of results.entries()) {
        expect(firstOff(await resultOf(gpu, y), wanted[t], 2e-6)).toBeUndefined();
      }
    }
  });
});
