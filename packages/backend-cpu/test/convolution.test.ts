import type { ConvAttrs, View } from "@nn/core";
import { describe, expect, it } from "vitest";
import { conv2d } from "../src/fused/conv2d";
import { conv2dInputGrad } from "../src/fused/conv2d-input-grad";
import { conv2dWeightGrad } from "../src/fused/conv2d-weight-grad";
import { randomSource, values, view } from "./views";

const random = randomSource(3);
const noise = (shape: number[], offset = 0): View => view("float32", shape, () => random() - 0.5, offset);

interface Case {
  readonly x: number[];
  readonly weight: number[];
  readonly attrs?: Partial<ConvAttrs>;
}

const cases: Record<string, Case> = {
  "1×1": { x: [2, 3, 5, 4], weight: [4, 3, 1, 1] },
  "3×3": { x: [2, 3, 6, 5], weight: [5, 3, 3, 3] },
  padded: { x: [2, 3, 6, 5], weight: [5, 3, 3, 3], attrs: { padding: [1, 1, 1, 1] } },
  "padded on some sides": { x: [2, 3, 6, 5], weight: [5, 3, 3, 2], attrs: { padding: [0, 2, 1, 0] } },
  "with strides": { x: [2, 3, 9, 8], weight: [5, 3, 3, 2], attrs: { stride: [2, 3], padding: [1, 1, 1, 1] } },
  "with strides longer than the kernel": { x: [1, 3, 9, 8], weight: [4, 3, 1, 2], attrs: { stride: [3, 4] } },
  dilated: { x: [2, 3, 9, 8], weight: [5, 3, 3, 2], attrs: { dilation: [2, 3], padding: [2, 0, 0, 2] } },
  grouped: { x: [2, 6, 5, 5], weight: [9, 2, 3, 3], attrs: { groups: 3, padding: [1, 1, 1, 1] } },
  depthwise: { x: [2, 6, 5, 5], weight: [6, 1, 3, 3], attrs: { groups: 6, padding: [1, 1, 1, 1] } },
  "larger than a product": { x: [70, 3, 9, 9], weight: [4, 3, 3, 3], attrs: { padding: [1, 1, 1, 1] } },
  "larger than a block": { x: [1, 40, 20, 20], weight: [6, 40, 3, 3] },
};

/** Calls `visit` with flat indices of every product of y, x and weight. */
function forEachTerm(
  y: number[],
  x: number[],
  w: number[],
  attrs: ConvAttrs,
  visit: (y: number, x: number, w: number) => void,
) {
  const { stride, padding, dilation, groups } = attrs;
  for (let i = 0; i < y[0] * y[1] * y[2] * y[3]; i++) {
    const column = i % y[3];
    const row = Math.floor(i / y[3]) % y[2];
    const output = Math.floor(i / (y[2] * y[3])) % y[1];
    const image = Math.floor(i / (y[1] * y[2] * y[3]));
    const firstChannel = Math.floor(output / (y[1] / groups)) * w[1];
    for (let j = 0; j < w[1] * w[2] * w[3]; j++) {
      const channel = firstChannel + Math.floor(j / (w[2] * w[3]));
      const h = row * stride[0] - padding[0] + (Math.floor(j / w[3]) % w[2]) * dilation[0];
      const v = column * stride[1] - padding[2] + (j % w[3]) * dilation[1];
      if (h < 0 || v < 0 || h >= x[2] || v >= x[3]) continue;
      visit(i, ((image * x[1] + channel) * x[2] + h) * x[3] + v, output * w[1] * w[2] * w[3] + j);
    }
  }
}

describe.each(Object.entries(cases))("a convolution %s", (_, { x: xShape, weight: wShape, attrs: some }) => {
  const attrs: ConvAttrs = { stride: [1, 1], padding: [0, 0, 0, 0], dilation: [1, 1], groups: 1, ...some };
  const count = (i: 0 | 1): number => {
    const room =
      xShape[2 + i] + attrs.padding[2 * i] + attrs.padding[2 * i + 1] - (wShape[2 + i] - 1) * attrs.dilation[i] - 1;
    return Math.floor(room / attrs.stride[i]) + 1;
  };
  const yShape = [xShape[0], wShape[0], count(0), count(1)];
  const [x, weight, bias, g] = [noise(xShape, 1), noise(wShape, 2), noise([wShape[0]], 3), noise(yShape, 4)];
  const [xs, ws, gs] = [values(x), values(weight), values(g)];

  function expectSums(found: View, expected: Float64Array): void {
    const worst = Math.max(...values(found).map((value, i) => Math.abs(value - expected[i])));
    expect(worst).toBeLessThan(2e-5);
  }

  it("gives the sums of its definition", () => {
    const y = view("float32", yShape, () => NaN, 5);
    conv2d([x, weight, bias], [y], attrs);
    const plane = yShape[2] * yShape[3];
    const expected = Float64Array.from(gs, (__, i) => values(bias)[Math.floor(i / plane) % wShape[0]]);
    forEachTerm(yShape, xShape, wShape, attrs, (i, j, k) => (expected[i] += xs[j] * ws[k]));
    expectSums(y, expected);
  });

  it("gives the gradient of x", () => {
    const y = view("float32", xShape, () => NaN, 5);
    conv2dInputGrad([g, weight], [y], { ...attrs, inputSize: [xShape[2], xShape[3]] });
    const expected = new Float64Array(xs.length);
    forEachTerm(yShape, xShape, wShape, attrs, (i, j, k) => (expected[j] += gs[i] * ws[k]));
    expectSums(y, expected);
  });

  it("gives the gradient of the weight", () => {
    const y = view("float32", wShape, () => NaN, 5);
    conv2dWeightGrad([g, x], [y], { ...attrs, kernelSize: [wShape[2], wShape[3]] });
    const expected = new Float64Array(ws.length);
    forEachTerm(yShape, xShape, wShape, attrs, (i, j, k) => (expected[k] += gs[i] * xs[j]));
    expectSums(y, expected);
  });
});
