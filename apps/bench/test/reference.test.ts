import { describe, expect, it } from "vitest";
import { permute } from "../src/permute";
import { uniform } from "../src/random";
import {
  convolve,
  inputGradient,
  inputShape,
  outputShape,
  weightGradient,
  weightShape,
} from "../src/reference/convolution";
import { multiply } from "../src/reference/multiply";

const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((total, value, i) => total + value * b[i], 0);

describe("reference", () => {
  it("multiplies batches of matrices", () => {
    const y = multiply([1, 2, 3, 4, 5, 6, 7, 8], [1, 0, 0, 1, 0, 1, 1, 0], { m: 2, k: 2, n: 2 });
    expect([...y]).toEqual([1, 2, 3, 4, 6, 5, 8, 7]);
  });

  it.each([
    { inChannels: 3, groups: 1 },
    { inChannels: 6, groups: 2 },
    { inChannels: 4, groups: 4 },
  ])("has convolution gradients that are the transposes of the convolution, %j", (channels) => {
    const conv = { batch: 2, ...channels, outChannels: 4, height: 5, width: 6, kernel: 3, padding: 1 };
    const x = uniform(1, inputShape(conv)).data;
    const weight = uniform(2, weightShape(conv)).data;
    const g = uniform(3, outputShape(conv)).data;
    const expected = dot(convolve(conv, x, weight), g);
    expect(dot(inputGradient(conv, g, weight), x)).toBeCloseTo(expected, 10);
    expect(dot(weightGradient(conv, g, x), weight)).toBeCloseTo(expected, 10);
  });

  it("has the channels of a group see each other only", () => {
    const conv = { batch: 1, inChannels: 4, outChannels: 2, height: 1, width: 1, kernel: 1, padding: 0, groups: 2 };
    expect([...convolve(conv, [1, 2, 3, 4], [1, 10, 100, 1000])]).toEqual([21, 4300]);
  });

  it("permutes dimensions", () => {
    const x = { shape: [1, 2, 3], data: Float32Array.of(0, 1, 2, 10, 11, 12) };
    expect(permute(x, [2, 0, 1])).toEqual({ shape: [3, 1, 2], data: Float32Array.of(0, 10, 1, 11, 2, 12) });
  });
});
