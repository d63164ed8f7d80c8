import type { FusedOps, Kernel, View } from "@nn/core";
import { beforeAll, describe, expect, it } from "vitest";
import { gelu, geluGrad, silu, siluGrad } from "../src/fused/activations";
import { adamStep } from "../src/fused/adam-step";
import { sgdStep } from "../src/fused/sgd-step";
import type { Machine } from "../src/machine/machine";
import { uniform } from "./operands";
import { numbers, outputOf, resultOf, startMachine, valuesOf, viewOf } from "./views";

let machine: Machine;
beforeAll(async () => {
  machine = await startMachine(1);
});

const LENGTHS = [1, 2, 3, 4, 7, 130];

function expectNear(found: ArrayLike<number>, expected: readonly number[]): void {
  expect(found.length).toBe(expected.length);
  expected.forEach((value, i) => {
    expect(Math.abs(found[i] - value), `element ${i}: ${found[i]} for ${value}`).toBeLessThanOrEqual(
      1e-6 * (1 + Math.abs(value)),
    );
  });
}

/** Runs an update to buffers of their own and in place, on every length. */
function check<A>(
  kernel: (machine: Machine) => Kernel<A>,
  attrs: A,
  inputs: number,
  updates: readonly number[],
  expected: (columns: readonly number[]) => readonly number[],
): void {
  const random = numbers(9);
  for (const length of LENGTHS) {
    const shape = [length];
    const data = Array.from({ length: inputs }, (_, i) =>
      uniform(random, shape, 2).map((x) => Math.fround(i > 2 ? x * x : x)),
    );
    const wanted = data[0].map((_, i) => expected(data.map((values) => values[i])));
    const views = data.map((values) => viewOf(machine, "float32", values, shape, undefined, 0));
    const fresh = updates.map(() => outputOf(machine, "float32", shape));
    kernel(machine)(views, fresh, attrs);
    fresh.forEach((y, k) => expectNear(resultOf(machine, y), wanted.map((row) => row[k]))); // oxfmt-ignore
    const own: View[] = updates.map((i) => views[i]);
    kernel(machine)(views, own, attrs);
    own.forEach((y, k) => expectNear(valuesOf(machine, y), wanted.map((row) => row[k]))); // oxfmt-ignore
  }
}

const SGD: FusedOps["sgdStep"] = {
  lr: 0.1,
  momentum: 0.9,
  dampening: 0.2,
  nesterov: false,
  weightDecay: 0,
  maximize: false,
  first: false,
};

describe("sgdStep", () => {
  const options: Partial<FusedOps["sgdStep"]>[] = [
    {}, { nesterov: true }, { first: true }, { weightDecay: 0.3 }, { maximize: true }, { weightDecay: 0.3, maximize: true, nesterov: true },
  ]; // oxfmt-ignore
  it.each(options)("%o", (option) => {
    const attrs = { ...SGD, ...option };
    const { lr, momentum, dampening, nesterov, weightDecay, maximize, first } = attrs;
    const direction = (param: number, grad: number): number => (maximize ? -grad : grad) + weightDecay * param;
    check(sgdStep, attrs, 2, [0], ([p, g]) => [p - lr * direction(p, g)]);
    check(sgdStep, attrs, 3, [0, 2], ([p, g, v]) => {
      const speed = first ? direction(p, g) : momentum * v + (1 - dampening) * direction(p, g);
      return [p - lr * (nesterov ? direction(p, g) + momentum * speed : speed), speed];
    });
  });

  it("does not read the first velocity", () => {
    const [p, g] = [1, 2].map((value) => viewOf(machine, "float32", [value], [1]));
    const velocity = viewOf(machine, "float32", [NaN], [1]);
    sgdStep(machine)([p, g, velocity], [p, velocity], { ...SGD, first: true });
    expect(valuesOf(machine, velocity)).toEqual([2]);
  });
});

const ADAM: FusedOps["adamStep"] = {
  lr: 0.1,
  beta1: 0.9,
  beta2: 0.99,
  eps: 1e-3,
  weightDecay: 0,
  decoupled: false,
  maximize: false,
  step: 3,
};

describe("adamStep", () => {
  const options: Partial<FusedOps["adamStep"]>[] = [
    {}, { step: 1 }, { weightDecay: 0.3 }, { weightDecay: 0.3, decoupled: true }, { maximize: true },
  ]; // oxfmt-ignore
  it.each(options)("%o", (option) => {
    const attrs = { ...ADAM, ...option };
    const { lr, beta1, beta2, eps, weightDecay, decoupled, maximize, step } = attrs;
    const next = ([p, grad, m, v, most]: readonly number[]): number[] => {
      const g = (maximize ? -grad : grad) + (decoupled ? 0 : weightDecay * p);
      const mean = beta1 * m + (1 - beta1) * g;
      const square = beta2 * v + (1 - beta2) * g * g;
      const used = most === undefined ? square : Math.max(most, square);
      const root = Math.sqrt(used / (1 - beta2 ** step)) + eps;
      const moved = p * (decoupled ? 1 - lr * weightDecay : 1) - (lr * mean) / (1 - beta1 ** step) / root;
      return most === undefined ? [moved, mean, square] : [moved, mean, square, used];
    };
    check(adamStep, attrs, 4, [0, 2, 3], next);
    check(adamStep, attrs, 5, [0, 2, 3, 4], next);
  });
});

const C = Math.sqrt(2 / Math.PI);

/** Simpson's rule from 0: ∫ e^(−t²/2) / √(2π). */
function normalCdf(x: number): number {
  const n = 400;
  let sum = 0;
  for (let i = 0; i <= n; i++) {
    const t = (x * i) / n;
    sum += (i === 0 || i === n ? 1 : i % 2 ? 4 : 2) * Math.exp((-t * t) / 2);
  }
  return 0.5 + (sum * x) / n / 3 / Math.sqrt(2 * Math.PI);
}

/** Φ(x) of negative x, by the same rule from x to where nothing is left. */
function normalTail(x: number): number {
  const n = 4000;
  let sum = 0;
  for (let i = 0; i <= n; i++) {
    const t = x - (12 * i) / n;
    sum += (i === 0 || i === n ? 1 : i % 2 ? 4 : 2) * Math.exp((-t * t) / 2);
  }
  return (sum * 12) / n / 3 / Math.sqrt(2 * Math.PI);
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const approximation = (x: number): number => 0.5 * x * (1 + Math.tanh(C * (x + 0.044715 * x ** 3)));

describe("activations", () => {
  it("gelu of negative numbers keeps its digits", () => {
    const x = Float32Array.from({ length: 131 }, (_, i) => -i / 16);
    const y = outputOf(machine, "float32", [131]);
    gelu(machine)([viewOf(machine, "float32", x, [131])], [y], { approximate: "none" });
    const found = resultOf(machine, y);
    x.forEach((v, i) => {
      const expected = v * normalTail(v);
      expect(Math.abs(found[i] - expected)).toBeLessThanOrEqual(Math.abs(expected) * (v > -4 ? 1e-6 : 5e-6));
    });
  });

  it.each(["none", "tanh"] as const)("gelu of extremes (%s)", (approximate) => {
    const x = [Infinity, -Infinity, -1e30, 1e30, NaN, 0, 14, -14];
    const y = outputOf(machine, "float32", [8]);
    gelu(machine)([viewOf(machine, "float32", x, [8])], [y], { approximate });
    expect(Array.from(resultOf(machine, y), (v) => (Math.abs(v) < 1e-30 ? 0 : v))).toEqual([
      Infinity, NaN, 0, Math.fround(1e30), NaN, 0, 14, 0,
    ]); // oxfmt-ignore
  });

  const pairs = [
    ["gelu", gelu, geluGrad, "none", (x: number) => x * normalCdf(x)],
    ["gelu's approximation", gelu, geluGrad, "tanh", approximation],
    ["silu", silu, siluGrad, "none", (x: number) => x * sigmoid(x)],
  ] as const;
  it.each(pairs)("%s and its slope", (_, forward, backward, approximate, f) => {
    for (const length of LENGTHS) {
      const random = numbers(length);
      const [x, g] = [6, 2].map((size) => uniform(random, [length], size).map(Math.fround));
      const [a, b] = [x, g].map((values) => viewOf(machine, "float32", values, [length]));
      const [y, slope] = [outputOf(machine, "float32", [length]), outputOf(machine, "float32", [length])];
      forward(machine)([a], [y], { approximate });
      expectNear(resultOf(machine, y), x.map(f));
      backward(machine)([b, a], [slope], { approximate });
      const h = 1e-4;
      expectNear(resultOf(machine, slope), x.map((v, i) => (g[i] * (f(v + h) - f(v - h))) / (2 * h))); // oxfmt-ignore
    }
  });
});
