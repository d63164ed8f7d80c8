import type { View } from "@nn/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { gruGates } from "../src/fused/gru-gates";
import { gruGatesGrad } from "../src/fused/gru-gates-grad";
import { lstmGates } from "../src/fused/lstm-gates";
import { lstmGatesGrad } from "../src/fused/lstm-gates-grad";
import { addressOf, Machine } from "../src/machine/machine";
import { numbers } from "./views";

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const { tanh } = Math;

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
      const g = ofCell + ofHidden * output * (1 - shown * shown);
      const toInput = g * candidate * input * (1 - input);
      const toForget = g * c * forget * (1 - forget);
      const toOutput = ofHidden * shown * output * (1 - output);
      return [[toInput, toForget, g * input * (1 - candidate * candidate), toOutput], [g * forget]];
    },
  },
  gruGates: {
    make: gruGates,
    inputs: [3, 3, 1],
    outputs: [1, 4],
    compute: ([x, h, [hidden]]: number[][]) => {
      const [reset, update] = [sigmoid(x[0] + h[0]), sigmoid(x[1] + h[1])];
      const candidate = tanh(x[2] + reset * h[2]);
      return [[candidate + update * (hidden - candidate)], [reset, update, candidate, h[2]]];
    },
  },
  gruGatesGrad: {
    make: gruGatesGrad,
    inputs: [1, 4, 1],
    outputs: [3, 3, 1],
    compute: ([[g], [reset, update, candidate, candidateHidden], [hidden]]: number[][]) => {
      const toCandidate = g * (1 - update) * (1 - candidate * candidate);
      const toReset = toCandidate * candidateHidden * reset * (1 - reset);
      const toUpdate = g * (hidden - candidate) * update * (1 - update);
      return [[toReset, toUpdate, toCandidate], [toReset, toUpdate, toCandidate * reset], [g * update]];
    },
  },
};
const names = Object.keys(kernels) as (keyof typeof kernels)[];

let machines: Machine[];
beforeAll(async () => {
  machines = await Promise.all([Machine.start(1), Machine.start(2)]);
  while (machines[1].readyWorkers < 1) await new Promise((resolve) => setTimeout(resolve, 1));
});
afterAll(() => {
  for (const machine of machines) machine.dispose();
});

const UNTOUCHED = 77;

/** A view of [n, width] whose values lie between others that say `UNTOUCHED`. */
function viewOf(machine: Machine, shape: readonly [number, number], offset: number, value?: () => number): View {
  const size = shape[0] * shape[1];
  const buffer = machine.allocate((size + offset + 4) * 4);
  const values = new Float32Array(size + offset + 4).fill(UNTOUCHED);
  if (value) for (let i = 0; i < size; i++) values[offset + i] = value();
  machine.write(buffer, values);
  return { buffer, dtype: "float32", shape, strides: [shape[1], 1], offset };
}

/** What is in a view, with the `before` elements in front of it and 4 behind. */
function around(machine: Machine, view: View, before: number): Float32Array {
  const size = view.shape[0] * view.shape[1];
  return machine.elements("float32", addressOf(view) - before * 4, size + before + 4).slice() as Float32Array;
}

interface Run {
  readonly name: keyof typeof kernels;
  readonly n: number;
  readonly size: number;
  readonly offset: number;
  readonly value: () => number;
}

/** The inputs of a run and all that lies around its outputs. */
function run(
  machine: Machine,
  { name, n, size, offset, value }: Run,
): { inputs: Float32Array[]; outputs: Float32Array[] } {
  const { make, inputs, outputs } = kernels[name];
  const from = inputs.map((width, k) => viewOf(machine, [n, width * size], (offset + k) % 4, value));
  const to = outputs.map((width, k) => viewOf(machine, [n, width * size], (offset + k + 1) % 4));
  make(machine)(from, to, {});
  return {
    inputs: from.map((view) => around(machine, view, 0)),
    outputs: to.map((view) => around(machine, view, view.offset)),
  };
}

/** The same outputs by the kernel's formulas. */
function expected({ name, n, size, offset }: Run, inputs: readonly Float32Array[]): number[][] {
  const { compute, ...widths } = kernels[name];
  const results = widths.outputs.map((width, k) => {
    const before = (offset + k + 1) % 4;
    return new Array<number>(before + n * width * size + 4).fill(UNTOUCHED);
  });
  for (let row = 0; row < n; row++) {
    for (let i = 0; i < size; i++) {
      const at = (width: number, block: number): number => (row * width + block) * size + i;
      const own = widths.inputs.map((width, k) =>
        Array.from({ length: width }, (_, block) => inputs[k][at(width, block)]),
      );
      compute(own).forEach((values, k) => {
        values.forEach((v, block) => (results[k][((offset + k + 1) % 4) + at(values.length, block)] = v));
      });
    }
  }
  return results;
}

/** Where the first result lies that is further off than rounding in float32. */
function firstError(found: readonly Float32Array[], wanted: readonly number[][]): string | undefined {
  for (const [k, values] of wanted.entries()) {
    const i = values.findIndex((v, at) => {
      const got = found[k][at];
      return !(Object.is(got, v) || got === v || Math.abs(got - v) <= 2e-6 * Math.max(1, Math.abs(v)));
    });
    if (i >= 0) return `output ${k}, element ${i}: ${found[k][i]} instead of ${values[i]}`;
  }
  return undefined;
}

describe.each(names)("%s", (name) => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 13, 31])("rows %s wide, anywhere in memory", (size) => {
    const random = numbers(size);
    for (const n of [1, 2, 3]) {
      for (const offset of [0, 1, 2, 3]) {
        const job: Run = { name, n, size, offset, value: () => random() * 2 - 1 };
        const { inputs, outputs } = run(machines[0], job);
        expect(firstError(outputs, expected(job, inputs)), `${n} rows from ${offset}`).toBeUndefined();
      }
    }
  });

  it("NaN and infinities", () => {
    const special = [NaN, Infinity, -Infinity, 0, -0, 1, -1, 0.5, -20, 20];
    for (const size of [2, 7, 16]) {
      const random = numbers(size);
      const value = (): number => special[Math.floor(random() * special.length)];
      const job: Run = { name, n: 40, size, offset: 1, value };
      const { inputs, outputs } = run(machines[0], job);
      expect(firstError(outputs, expected(job, inputs)), `${size} wide`).toBeUndefined();
    }
  });

  it("two threads give the bits of one", () => {
    const [one, two] = machines.map((machine) => {
      const random = numbers(5);
      return run(machine, { name, n: 300, size: 131, offset: 3, value: () => random() * 2 - 1 }).outputs;
    });
    expect(one.map((values, k) => values.findIndex((v, i) => !Object.is(v, two[k][i])))).toEqual(one.map(() => -1));
  });
});
