import type { AvgPoolAttrs, MaxPoolAttrs, View } from "@nn/core";
import { describe, expect, it } from "vitest";
import { avgPool2d } from "../src/fused/avg-pool2d";
import { avgPool2dGrad } from "../src/fused/avg-pool2d-grad";
import { maxPool2d } from "../src/fused/max-pool2d";
import { maxPool2dGrad } from "../src/fused/max-pool2d-grad";
import { Machine } from "../src/machine/machine";
import { backwards, firstDifference, numbers, outputOf, resultOf, viewOf } from "./views";

const machine = await Machine.start(1);

type Pair = readonly [number, number];

interface Case {
  readonly planes: Pair;
  readonly kernelSize: Pair;
  readonly stride: Pair;
  readonly padding?: Pair;
  readonly dilation?: Pair;
  readonly images?: number;
}

const cases: Record<string, Case> = {
  "2×2": { planes: [28, 28], kernelSize: [2, 2], stride: [2, 2], images: 40 },
  "2×2, odd": { planes: [9, 11], kernelSize: [2, 2], stride: [2, 2] },
  "3×3": { planes: [8, 13], kernelSize: [3, 3], stride: [1, 1], padding: [1, 1] },
  "3×3, strides of 2": { planes: [15, 21], kernelSize: [3, 3], stride: [2, 2], padding: [1, 1] },
  "strides of 3": { planes: [16, 20], kernelSize: [2, 3], stride: [1, 3], padding: [1, 0] },
  dilated: { planes: [12, 19], kernelSize: [3, 2], stride: [1, 2], padding: [1, 1], dilation: [2, 3] },
  narrow: { planes: [6, 3], kernelSize: [2, 2], stride: [1, 1] },
  "beyond the padding": { planes: [5, 10], kernelSize: [2, 2], stride: [2, 2], padding: [1, 1] },
  "long windows": { planes: [40, 50], kernelSize: [19, 25], stride: [19, 25], padding: [3, 2] },
};

/** One output more where a window begins before the end of the padded plane: it reaches beyond the padding. */
function attrsOf({
  planes,
  kernelSize,
  stride,
  padding = [0, 0],
  dilation = [1, 1],
}: Case): MaxPoolAttrs & AvgPoolAttrs {
  const size = (i: 0 | 1): number => {
    const room = planes[i] + 2 * padding[i] - (kernelSize[i] - 1) * dilation[i] - 1;
    const most = Math.ceil(room / stride[i]) + 1;
    return (most - 1) * stride[i] < planes[i] + padding[i] ? most : most - 1;
  };
  return { kernelSize, stride, padding, dilation, outputSize: [size(0), size(1)], countIncludePad: true };
}

/** Calls `visit` with each window and the places of its taps inside of the plane. */
function forEachWindow(
  [h, w]: Pair,
  attrs: MaxPoolAttrs,
  visit: (window: number, places: number[], area: number) => void,
): void {
  const { kernelSize, stride, padding, dilation, outputSize } = attrs;
  for (let window = 0; window < outputSize[0] * outputSize[1]; window++) {
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
    visit(window, places, area);
  }
}

describe.each(Object.entries(cases))("windows %s", (_, c) => {
  const attrs = attrsOf(c);
  const [h, w] = c.planes;
  const [rows, columns] = attrs.outputSize;
  const shape = [c.images ?? 2, 3, h, w];
  const planes = shape[0] * shape[1];
  const outputShape = [shape[0], 3, rows, columns];
  const random = numbers(7);
  // Few different values, so that many are equal; and some that are no numbers.
  const values = Float32Array.from({ length: planes * h * w }, () => {
    const value = Math.floor(random() * 12) - 6;
    return value === 5 && random() < 0.2 ? NaN : value === -6 ? -Infinity : value;
  });
  const view = (data: ArrayLike<number>, of: readonly number[]): View =>
    viewOf(machine, "float32", [0, ...Array.from(data)], of, undefined, 1);

  it("have maxima at places", () => {
    for (const on of [machine, backwards(machine)]) {
      const y = outputOf(on, "float32", outputShape);
      const positions = outputOf(on, "int32", outputShape);
      maxPool2d(on)([view(values, shape)], [y, positions], attrs);
      const [found, places] = [resultOf(on, y), resultOf(on, positions)];
      const wanted = new Float32Array(found.length);
      const wantedPlaces = new Int32Array(found.length);
      for (let p = 0; p < planes; p++) {
        forEachWindow(c.planes, attrs, (window, taps) => {
          const plane = values.subarray(p * h * w);
          let best = taps.length > 0 ? taps[0] : 0;
          for (const tap of taps) if (plane[best] === plane[best] && !(plane[tap] <= plane[best])) best = tap;
          wantedPlaces[p * rows * columns + window] = best;
          wanted[p * rows * columns + window] = taps.length > 0 ? plane[best] : -Infinity;
        });
      }
      expect(firstDifference(found, wanted)).toBe(-1);
      expect(firstDifference(places, wantedPlaces)).toBe(-1);
    }
  });

  it("give the gradients of maxima to their places", () => {
    const g = Float32Array.from({ length: planes * rows * columns }, (_, i) => i % 17);
    const places = Int32Array.from(g, () => Math.floor(random() * h * w));
    const wanted = new Float32Array(values.length);
    g.forEach((v, i) => (wanted[Math.floor(i / (rows * columns)) * h * w + places[i]] += v));
    const inputs = [view(g, outputShape), viewOf(machine, "int32", places, outputShape)];
    for (const on of [machine, backwards(machine)]) {
      const x = outputOf(on, "float32", shape);
      maxPool2dGrad(on)(inputs, [x], { inputSize: [h, w] });
      expect(firstDifference(resultOf(on, x), wanted)).toBe(-1);
    }
  });

  it.each([true, false])("have means, and gradients of means, with padding counted: %s", (countIncludePad) => {
    const plain: MaxPoolAttrs & AvgPoolAttrs = { ...attrsOf({ ...c, dilation: [1, 1] }), countIncludePad };
    const size = plain.outputSize[0] * plain.outputSize[1];
    const ofMeans = [shape[0], 3, ...plain.outputSize];
    const whole = Float32Array.from({ length: values.length }, () => random());
    const g = Float32Array.from({ length: planes * size }, () => random());
    const wanted = new Float64Array(g.length);
    const wantedGrad = new Float64Array(whole.length);
    for (let p = 0; p < planes; p++) {
      forEachWindow(c.planes, plain, (window, taps, area) => {
        const divisor = countIncludePad ? area : taps.length;
        for (const tap of taps) {
          wanted[p * size + window] += whole[p * h * w + tap] / divisor;
          wantedGrad[p * h * w + tap] += g[p * size + window] / divisor;
        }
      });
    }
    for (const on of [machine, backwards(machine)]) {
      const y = outputOf(on, "float32", ofMeans);
      const x = outputOf(on, "float32", shape);
      avgPool2d(on)([view(whole, shape)], [y], plain);
      avgPool2dGrad(on)([view(g, ofMeans)], [x], { ...plain, inputSize: [h, w] });
      const [found, grad] = [resultOf(on, y), resultOf(on, x)];
      expect(wanted.findIndex((v, i) => !(Math.abs(found[i] - v) < 1e-6))).toBe(-1);
      expect(wantedGrad.findIndex((v, i) => !(Math.abs(grad[i] - v) < 2e-6))).toBe(-1);
    }
  });
});

describe("a window wholly outside of its plane", () => {
  it("has no maximum", () => {
    const x = viewOf(machine, "float32", [3], [1, 1, 1, 1]);
    const y = outputOf(machine, "float32", [1, 1, 1, 1]);
    const positions = outputOf(machine, "int32", [1, 1, 1, 1]);
    const attrs: MaxPoolAttrs = {
      kernelSize: [1, 2],
      stride: [1, 1],
      padding: [0, 1],
      dilation: [1, 2],
      outputSize: [1, 1],
    };
    maxPool2d(machine)([x], [y, positions], attrs);
    expect([resultOf(machine, y)[0], resultOf(machine, positions)[0]]).toEqual([-Infinity, 0]);
  });
});
