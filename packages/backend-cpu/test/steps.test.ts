import type { FusedOps, Kernel, View } from "@nn/core";
import { describe, expect, it } from "vitest";
import { adamStep } from "../src/fused/adam-step";
import { sgdStep } from "../src/fused/sgd-step";
import { values, view } from "./views";

const sgd = {
  lr: 0.1, momentum: 0, dampening: 0, nesterov: false, weightDecay: 0, maximize: false, first: false,
}; // oxfmt-ignore
const adam = {
  lr: 0.1, beta1: 0.9, beta2: 0.99, eps: 1e-8, weightDecay: 0, decoupled: false, maximize: false, step: 1,
}; // oxfmt-ignore

const of = (...data: number[]): View => view("float64", [data.length], (i) => data[i]);

/** What the kernel makes of the inputs, in fresh outputs and in their own buffers: the same. */
function update<A>(kernel: Kernel<A>, inputs: View[], updated: number[], attrs: A): number[][] {
  const fresh = updated.map((i) => view("float64", inputs[i].shape, () => NaN));
  kernel(inputs, fresh, attrs);
  kernel(inputs, updated.map((i) => inputs[i]), attrs); // oxfmt-ignore
  const results = fresh.map(values);
  expect(updated.map((i) => values(inputs[i]))).toEqual(results);
  return results;
}

describe("sgdStep", () => {
  const run = (inputs: View[], attrs: Partial<FusedOps["sgdStep"]>) =>
    update(sgdStep, inputs, inputs.length > 2 ? [0, 2] : [0], { ...sgd, ...attrs });

  it("goes down the gradient", () => {
    expect(run([of(1, 2), of(10, -20)], {})).toEqual([[0, 4]]);
  });

  it("goes up to maximise, and decays weights", () => {
    expect(run([of(1), of(10)], { maximize: true })).toEqual([[2]]);
    expect(run([of(1), of(10)], { weightDecay: 10 })).toEqual([[-1]]);
  });

  it("starts its velocity as the gradient, whatever the dampening and whatever lay there", () => {
    expect(run([of(1), of(10), of(NaN)], { momentum: 0.5, dampening: 0.5, first: true })).toEqual([[0], [10]]);
  });

  it("keeps its velocity", () => {
    expect(run([of(1), of(10), of(4)], { momentum: 0.5, dampening: 0.5 })).toEqual([[1 - 0.1 * 7], [7]]);
    expect(run([of(1), of(10), of(4)], { momentum: 0.5, nesterov: true })).toEqual([[1 - 0.1 * 16], [12]]);
  });
});

describe("adamStep", () => {
  const run = (inputs: View[], attrs: Partial<FusedOps["adamStep"]>) =>
    update(adamStep, inputs, inputs.length > 4 ? [0, 2, 3, 4] : [0, 2, 3], { ...adam, ...attrs });

  it("takes a first step of the learning rate", () => {
    const [[param], [m], [v]] = run([of(1), of(4), of(0), of(0)], {});
    expect(param).toBeCloseTo(0.9, 8);
    expect(m).toBeCloseTo(0.4, 12);
    expect(v).toBeCloseTo(0.16, 12);
  });

  it("corrects its averages by the step", () => {
    const [[param]] = run([of(1), of(4), of(1), of(9)], { step: 3, eps: 0.5 });
    const m = (0.9 + 0.4) / (1 - 0.9 ** 3);
    const v = (0.99 * 9 + 0.16) / (1 - 0.99 ** 3);
    expect(param).toBeCloseTo(1 - (0.1 * m) / (Math.sqrt(v) + 0.5), 12);
  });

  it("decays the gradient or the parameter", () => {
    const [[coupled], [m]] = run([of(1), of(4), of(0), of(0)], { weightDecay: 2 });
    expect([coupled, m]).toEqual([expect.closeTo(0.9, 8), expect.closeTo(0.6, 12)]);
    const [[decoupled], [same]] = run([of(1), of(4), of(0), of(0)], { weightDecay: 2, decoupled: true });
    expect([decoupled, same]).toEqual([expect.closeTo(0.7, 8), expect.closeTo(0.4, 12)]);
  });

  it("divides by the greatest average with amsgrad", () => {
    const [[param], , [v], [vmax]] = run([of(1), of(4), of(0), of(0), of(25)], { maximize: true });
    expect([v, vmax]).toEqual([expect.closeTo(0.16, 12), 25]);
    expect(param).toBeCloseTo(1 + (0.1 * 4) / (5 / 0.1), 8);
  });
});
