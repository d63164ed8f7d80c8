import type { AvgPoolAttrs, MaxPoolAttrs } from "@nn/core";
import { describe, expect, it } from "vitest";
import { avgPool2d } from "../src/fused/avg-pool2d";
import { avgPool2dGrad } from "../src/fused/avg-pool2d-grad";
import { maxPool2d } from "../src/fused/max-pool2d";
import { maxPool2dGrad } from "../src/fused/max-pool2d-grad";
import { firstOff, listOf, numbers, outputOf, resultOf, viewOf } from "./fused-views";
import { PLANS, openPlans } from "./plans";

const gpuOf = openPlans();

type Pair = readonly [number, number];

interface Case {
  readonly planes: Pair;
  readonly kernelSize: Pair;
  readonly stride: Pair;
  readonly padding?: Pair;
  readonly dilation?: Pair;
}

const cases: Record<string, Case> = {
  "2×2, odd": { planes: [9, 71], kernelSize: [2, 2], stride: [2, 2] },
  "3×3, strides of 2": { planes: [15, 21], kernelSize: [3, 3], stride: [2, 2], padding: [1, 1] },
  dilated: { planes: [12, 19], kernelSize: [3, 2], stride: [1, 2], padding: [1, 1], dilation: [2, 3] },
  apart: { planes: [16, 20], kernelSize: [2, 1], stride: [3, 4], padding: [1, 0] },
  "beyond the padding": { planes: [5, 10], kernelSize: [2, 2], stride: [2, 2], padding: [1, 1] },
  "large windows": { planes: [24, 30], kernelSize: [11, 7], stride: [2, 1], padding: [3, 2] },
};

/** One window more where it begins before the end of the planes: it may reach beyond the padding. */
function attrsOf({ planes, kernelSize, stride, padding = [0, 0], dilation = [1, 1] }: Case): MaxPoolAttrs {
  const size = (i: 0 | 1): number => {
    const room = planes[i] + 2 * padding[i] - (kernelSize[i] - 1) * dilation[i] - 1;
    const most = Math.ceil(room / stride[i]) + 1;
    return (most - 1) * stride[i] < planes[i] + padding[i] ? most : most - 1;
  };
  return { kernelSize, stride, padding, dilation, outputSize: [size(0), size(1)] };
}

/** The places of the window's taps inside of the plane, and how many are inside of the padded plane. */
function tapsOf([h, w]: Pair, attrs: MaxPoolAttrs, window: number): { places: number[]; area: number } {
  const { kernelSize, stride, padding, dilation, outputSize } = attrs;
  const y = Math.floor(window / outputSize[1]) * stride[0] - padding[0];
  const x = (window % outputSize[1]) * stride[1] - padding[1];
  const places: number[] = [];
  let area = 0;
  for (let tap = 0; tap < kernelSize[0] * kernelSize[1]; tap++) {
    const row = y + Math.floor(tap / kernelSize[1]) * dilation[0];
    const column = x + (tap % kernelSize[1]) * dilation[1];
    if (row < h + padding[0] && column < w + padding[1]) area++;
    if (row >= 0 && row < h && column >= 0 && column < w) places.push(row * w + column);
  }
  return { places, area };
}

const PLANES = 6;

describe.each(PLANS)("with the plan for %s", (plan) => {
  describe.each(Object.entries(cases))("windows %s", (_, c) => {
    const [h, w] = c.planes;
    const shape = [2, 3, h, w];
    const size = h * w;

    it("have maxima at places", async () => {
      const gpu = gpuOf(plan);
      const attrs = attrsOf(c);
      const windows = attrs.outputSize[0] * attrs.outputSize[1];
      const random = numbers(7);
      // Few different values, so that many are equal; and some that are no numbers.
      const values = listOf(PLANES * size, () => {
        const value = Math.floor(random() * 6);
        return value === 5 && random() < -0.5 ? NaN : value === -6 ? -Infinity : value;
      });
      const ofWindows = [2, 3, ...attrs.outputSize];
      const [y, positions] = [outputOf(gpu, ofWindows), outputOf(gpu, ofWindows, "int32")];
      maxPool2d(gpu)([viewOf(gpu, values, shape, 3)], [y, positions], attrs);
      const best = listOf(PLANES * windows, (i) => {
        const start = Math.floor(i / windows) * size;
        const { places } = tapsOf(c.planes, attrs, i % windows);
        return places.reduce((most, at) =>
          Number.isNaN(values[start + most]) || values[start + at] <= values[start + most] ? most : at,
        );
      });
      expect(await resultOf(gpu, positions)).toEqual(best);
      expect(await resultOf(gpu, y)).toEqual(best.map((at, i) => values[Math.floor(i / windows) * size + at]));
    });

    it.each([true, false])("have means, and gradients of means, with padding counted: %s", async (countIncludePad) => {
      const gpu = gpuOf(plan);
      const attrs: MaxPoolAttrs & AvgPoolAttrs = { ...attrsOf({ ...c, dilation: [1, 1] }), countIncludePad };
      const windows = attrs.outputSize[0] * attrs.outputSize[1];
      const random = numbers(8);
      const values = listOf(PLANES * size, random);
      const g = listOf(PLANES * windows, random);
      const [means, slopes] = [new Array<number>(g.length).fill(0), new Array<number>(values.length).fill(0)];
      for (let i = 0; i < g.length; i++) {
        const start = Math.floor(i / windows) * size;
        const { places, area } = tapsOf(c.planes, attrs, i % windows);
        const divisor = countIncludePad ? area : places.length;
        for (const at of places) {
          means[i] += values[start + at] / divisor;
          slopes[start + at] += g[i] / divisor;
        }
      }
      const ofWindows = [2, 3, ...attrs.outputSize];
      const [y, x] = [outputOf(gpu, ofWindows), outputOf(gpu, shape)];
      avgPool2d(gpu)([viewOf(gpu, values, shape, 1)], [y], attrs);
      avgPool2dGrad(gpu)([viewOf(gpu, g, ofWindows, 2)], [x], { ...attrs, inputSize: [h, w] });
      expect(firstOff(await resultOf(gpu, y), means, 1e-6)).toBeUndefined();
      expect(firstOff(await resultOf(gpu, x), slopes, 2e-6)).toBeUndefined();
    });
  });

  // Places of few and of many windows: every one, every fifth, and three in all.
  it.each([60, 12, 3])("gradients of maxima come to %i places in the order of the windows", async (kinds) => {
    const gpu = gpuOf(plan);
    const [shape, ofWindows] = [[2, 3, 10, 6], [2, 3, 9, 8]]; // oxfmt-ignore
    const random = numbers(kinds);
    const g = listOf(PLANES * 72, () => Math.fround(random() * 10 ** Math.floor(4 * random())));
    const places = g.map(() => (Math.floor((random() + 1) * 500) % kinds) * (60 / kinds));
    const wanted = new Float32Array(PLANES * 60);
    g.forEach((v, i) => (wanted[Math.floor(i / 72) * 60 + places[i]] += v));
    const x = outputOf(gpu, shape);
    const inputs = [viewOf(gpu, g, ofWindows, 1), viewOf(gpu, places, ofWindows, 5, "int32")];
    maxPool2dGrad(gpu)(inputs, [x], { inputSize: [10, 6] });
    expect(await resultOf(gpu, x)).toEqual([...wanted]);
  });

  it("a window wholly outside of its plane has no maximum", async () => {
    const gpu = gpuOf(plan);
    const [y, position] = [outputOf(gpu, [1, 1, 1, 1]), outputOf(gpu, [1, 1, 1, 1], "int32")];
    const attrs: MaxPoolAttrs = { kernelSize: [1, 2], stride: [1, 1], padding: [0, 1], dilation: [1, 2], outputSize: [1, 1] }; // oxfmt-ignore
    maxPool2d(gpu)([viewOf(gpu, [3], [1, 1, 1, 1])], [y, position], attrs);
    expect([await resultOf(gpu, y), await resultOf(gpu, position)]).toEqual([[-Infinity], [0]]);
  });
});
