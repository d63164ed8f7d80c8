import { describe, expect, it } from "vitest";
import { uniform } from "../src/random";
import { lstm } from "../src/reference/lstm";
import { transformerBlock } from "../src/reference/transformer";
import type { Inputs } from "../src/work";
import { WORKS } from "../src/works";

interface Differentiable {
  readonly y: Float64Array;
  backward(g: Float64Array): Record<string, Float64Array>;
}

const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((total, value, i) => total + value * b[i], 0);

/** For each input: the change of sum(y · g) for a small change of it, and the same by its gradient. */
function changes(fn: (inputs: Inputs) => Differentiable, inputs: Inputs): [name: string, real: number, told: number][] {
  const { y, backward } = fn(inputs);
  const g = uniform(90, [y.length]).data;
  const gradients = backward(Float64Array.from(g));
  expect(Object.keys(gradients).toSorted()).toEqual(Object.keys(inputs).toSorted());
  return Object.entries(inputs).map(([name, { shape, data }]) => {
    const direction = uniform(91, shape, 1e-3).data;
    const [after, before] = [1, -1].map((sign) => Float32Array.from(data, (value, i) => value + sign * direction[i]));
    const lossAt = (moved: Float32Array): number => dot(fn({ ...inputs, [name]: { shape, data: moved } }).y, g);
    // What float32 made of the step.
    const step = after.map((value, i) => value - before[i]);
    return [name, lossAt(after) - lossAt(before), dot(gradients[name], step)];
  });
}

function inputsOf(part: string, x: Inputs[string]): Inputs {
  const work = WORKS.find(({ name }) => name.includes(part));
  if (!work) throw new Error(part);
  const { g, ...inputs } = work.inputs();
  expect(g.shape).toHaveLength(3);
  return { ...inputs, x };
}

describe("the reference's gradients agree with finite differences", () => {
  it.each([
    ["lstm", lstm, uniform(80, [3, 2, 64])],
    ["transformer block d128 h4 seq128 batch 8 forward + backward", transformerBlock, uniform(81, [2, 5, 128])],
  ] as const)("%s", (part, fn, x) => {
    for (const [name, real, told] of changes(fn, inputsOf(part, x))) {
      expect(Math.abs(real - told), name).toBeLessThan(1e-4 * Math.max(Math.abs(told), 1e-3));
    }
  });
});
