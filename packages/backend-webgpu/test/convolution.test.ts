import type { ConvAttrs, View } from "@nn/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { quotient } from "../src/convolution/quotient";
import { conv2d } from "../src/fused/conv2d";
import { conv2dInputGrad } from "../src/fused/conv2d-input-grad";
import { conv2dWeightGrad } from "../src/fused/conv2d-weight-grad";
import type { Block } from "../src/gpu/block";
import { Gpu } from "../src/gpu/gpu";
import type { PlanName } from "../src/plans/plan";

const PLANS: readonly PlanName[] = ["hardware", "software"];
const open = {} as Record<PlanName, Gpu>;
beforeAll(async () => {
  for (const plan of PLANS) open[plan] = await Gpu.open({}, plan);
});
afterAll(() => PLANS.forEach((plan) => open[plan].dispose()));

interface Size {
  readonly x: readonly [number, number, number, number];
  readonly outputs: number;
  readonly kernel: readonly [number, number];
  readonly attrs?: Partial<ConvAttrs>;
  /** Elements before each tensor. */
  readonly offset?: number;
}

interface Conv {
  readonly attrs: ConvAttrs;
  readonly x: number[];
  readonly weight: number[];
  readonly y: number[];
}

function shapesOf({ x, outputs, kernel, attrs = {} }: Size): Conv {
  const all: ConvAttrs = { stride: [1, 1], padding: [0, 0, 0, 0], dilation: [1, 1], groups: 1, ...attrs };
  const counts = [0, 1].map((d) => {
    const room = x[2 + d] + all.padding[2 * d] + all.padding[2 * d + 1] - (kernel[d] - 1) * all.dilation[d] - 1;
    return Math.floor(room / all.stride[d]) + 1;
  });
  return { attrs: all, x: [...x], weight: [outputs, x[1] / all.groups, ...kernel], y: [x[0], outputs, ...counts] };
}

const count = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

/** Calls `visit` with the places in x, weight and y of every product that a convolution consists of. */
function eachProduct({ attrs, x, weight, y }: Conv, visit: (x: number, weight: number, y: number) => void): void {
  const { stride, padding, dilation, groups } = attrs;
  const [, , h, w] = x;
  const [, channels, kh, kw] = weight;
  const perGroup = weight[0] / groups;
  for (let i = 0; i < count(y); i++) {
    const column = i % y[3];
    const row = Math.floor(i / y[3]) % y[2];
    const output = Math.floor(i / y[3] / y[2]) % y[1];
    const image = Math.floor(i / y[3] / y[2] / y[1]);
    const first = image * x[1] + Math.floor(output / perGroup) * channels;
    for (let tap = 0; tap < channels * kh * kw; tap++) {
      const channel = Math.floor(tap / kw / kh);
      const xRow = row * stride[0] - padding[0] + (Math.floor(tap / kw) % kh) * dilation[0];
      const xColumn = column * stride[1] - padding[2] + (tap % kw) * dilation[1];
      if (xRow < 0 || xRow >= h || xColumn < 0 || xColumn >= w) continue;
      visit(((first + channel) * h + xRow) * w + xColumn, output * channels * kh * kw + tap, i);
    }
  }
}

let state = 7;
const random = (): number => (state = (state * 16807) % 2147483647) / 2147483647 - 0.5;
const randoms = (shape: readonly number[]): Float32Array => Float32Array.from({ length: count(shape) }, random);

/** A view of `values` between NaNs, which nothing may see. */
function viewOf(gpu: Gpu, shape: readonly number[], values: Float32Array, offset = 0): View {
  const data = new Float32Array(offset + values.length + 20).fill(NaN);
  data.set(values, offset);
  const buffer = gpu.take(data.byteLength);
  gpu.write(buffer, data);
  return { buffer, dtype: "float32", shape, strides: shape.map((_, d) => count(shape.slice(d + 1))), offset };
}

function emptyOf(gpu: Gpu, shape: readonly number[]): View {
  return { ...viewOf(gpu, shape, new Float32Array(count(shape)).fill(NaN)), offset: 0 };
}

const read = (gpu: Gpu, { buffer, shape }: View) =>
  gpu.read(buffer as Block, "float32", 0, count(shape)) as Promise<Float32Array>;

/** The largest difference of what is found from what is wanted; NaN when either has one. */
function difference(found: ArrayLike<number>, wanted: ArrayLike<number>): number {
  let worst = 0;
  for (let i = 0; i < wanted.length; i++) worst = Math.max(worst, Math.abs(found[i] - wanted[i]));
  return worst;
}

/** The largest errors of y, the gradient of x and that of weight. */
async function errors(gpu: Gpu, size: Size): Promise<number[]> {
  const conv = shapesOf(size);
  const { attrs } = conv;
  const { offset } = size;
  const [x, weight, g, bias] = [conv.x, conv.weight, conv.y, [conv.y[1]]].map(randoms);
  const plane = conv.y[2] * conv.y[3];
  const y = Float64Array.from({ length: g.length }, (_, i) => bias[Math.floor(i / plane) % bias.length]);
  const xGradient = new Float64Array(x.length);
  const weightGradient = new Float64Array(weight.length);
  eachProduct(conv, (i, j, o) => {
    y[o] += x[i] * weight[j];
    xGradient[i] += g[o] * weight[j];
    weightGradient[j] += g[o] * x[i];
  });
  const [xs, ws, gs] = [
    viewOf(gpu, conv.x, x, offset),
    viewOf(gpu, conv.weight, weight, offset),
    viewOf(gpu, conv.y, g, offset),
  ];
  const found = [emptyOf(gpu, conv.y), emptyOf(gpu, conv.x), emptyOf(gpu, conv.weight)];
  // Kernels are never called for empty outputs.
  if (y.length > 0) conv2d(gpu)([xs, ws, viewOf(gpu, [bias.length], bias, offset)], [found[0]], attrs);
  if (x.length > 0) conv2dInputGrad(gpu)([gs, ws], [found[1]], { ...attrs, inputSize: [conv.x[2], conv.x[3]] });
  if (weight.length > 0)
    conv2dWeightGrad(gpu)([gs, xs], [found[2]], { ...attrs, kernelSize: [conv.weight[2], conv.weight[3]] });
  const wanted = [y, xGradient, weightGradient];
  return Promise.all(found.map(async (view, i) => difference(await read(gpu, view), wanted[i])));
}

const SIZES: Readonly<Record<string, Size>> = {
  "odd sizes, an offset": { x: [3, 5, 9, 11], outputs: 9, kernel: [3, 3], attrs: { padding: [1, 1, 1, 1] }, offset: 3 },
  "whole vectors, no padding": { x: [2, 8, 6, 12], outputs: 8, kernel: [3, 5] },
  "1 × 1": { x: [2, 9, 4, 8], outputs: 17, kernel: [1, 1] },
  "1 × 1 with padding and stride": {
    x: [2, 3, 5, 6],
    outputs: 5,
    kernel: [1, 1],
    attrs: { padding: [2, 0, 1, 3], stride: [2, 3] },
  },
  "four different paddings": { x: [2, 3, 7, 6], outputs: 4, kernel: [3, 4], attrs: { padding: [0, 3, 2, 1] } },
  "stride 2": { x: [2, 4, 12, 13], outputs: 6, kernel: [3, 3], attrs: { padding: [1, 1, 1, 1], stride: [2, 2] } },
  "a stride beyond the kernel": { x: [1, 3, 14, 15], outputs: 2, kernel: [2, 2], attrs: { stride: [5, 4] } },
  "stride and dilation with a common factor": {
    x: [2, 2, 17, 19],
    outputs: 3,
    kernel: [3, 4],
    attrs: { stride: [4, 2], dilation: [2, 4] },
  },
  "stride 3, dilation 2": {
    x: [1, 2, 16, 17],
    outputs: 3,
    kernel: [4, 5],
    attrs: { stride: [3, 3], dilation: [2, 2], padding: [3, 1, 0, 4] },
  },
  "padding beyond the kernel": {
    x: [1, 2, 4, 5],
    outputs: 3,
    kernel: [2, 2],
    attrs: { padding: [4, 3, 5, 2], stride: [1, 2] },
  },
  groups: { x: [2, 15, 6, 7], outputs: 27, kernel: [3, 2], attrs: { groups: 3, padding: [1, 0, 0, 1] } },
  depthwise: {
    x: [2, 7, 9, 10],
    outputs: 7,
    kernel: [3, 3],
    attrs: { groups: 7, stride: [2, 1], padding: [1, 1, 1, 1] },
  },
  "one channel": { x: [3, 1, 12, 12], outputs: 6, kernel: [5, 5], attrs: { padding: [2, 2, 2, 2] } },
  "one output": { x: [2, 6, 7, 9], outputs: 1, kernel: [7, 7], attrs: { padding: [3, 3, 3, 3] } },
  "no images": { x: [0, 3, 5, 5], outputs: 2, kernel: [3, 3] },
  "no channels": { x: [2, 0, 4, 4], outputs: 3, kernel: [3, 3], attrs: { padding: [1, 1, 1, 1] } },
  "many positions": { x: [5, 3, 40, 36], outputs: 5, kernel: [3, 3], attrs: { padding: [1, 1, 1, 1] } },
};

for (const plan of PLANS) {
  describe(`convolution for ${plan}`, () => {
    for (const [title, size] of Object.entries(SIZES)) {
      it(title, async () => {
        const limits = [2e-6, 3e-6, 2e-4];
        const found = await errors(open[plan], size);
        found.forEach((error, i) => expect(error).toBeLessThan(limits[i]));
      });
    }

    it("infinities and NaN reach the windows over them only", async () => {
      const gpu = open[plan];
      const conv = shapesOf({ x: [1, 2, 6, 9], outputs: 2, kernel: [3, 3], attrs: { padding: [1, 1, 1, 1] } });
      const x = randoms(conv.x);
      x[0] = Infinity;
      x[8] = -Infinity;
      x[4 * 9 + 4] = NaN;
      const weight = randoms(conv.weight);
      const wanted = new Float64Array(count(conv.y));
      eachProduct(conv, (i, j, o) => (wanted[o] += x[i] * weight[j]));
      const y = emptyOf(gpu, conv.y);
      conv2d(gpu)([viewOf(gpu, conv.x, x), viewOf(gpu, conv.weight, weight)], [y], conv.attrs);
      const rounded = (values: ArrayLike<number>) => Array.from(values, (value) => Math.round(value * 1e4) / 1e4 + 0);
      expect(rounded(await read(gpu, y))).toEqual(rounded(wanted));
    });

    it("images that take more memory than is used at a time", async () => {
      const gpu = open[plan];
      const conv = shapesOf({ x: [6, 4, 600, 600], outputs: 1, kernel: [1, 1], attrs: { padding: [1, 1, 1, 1] } });
      const [x, weight, g] = [conv.x, conv.weight, conv.y].map(randoms);
      const xs = viewOf(gpu, conv.x, x);
      const found = [emptyOf(gpu, conv.y), emptyOf(gpu, conv.weight)];
      conv2d(gpu)([xs, viewOf(gpu, conv.weight, weight)], [found[0]], conv.attrs);
      conv2dWeightGrad(gpu)([viewOf(gpu, conv.y, g), xs], [found[1]], { ...conv.attrs, kernelSize: [1, 1] });
      const y = new Float64Array(g.length);
      const gradient = new Float64Array(weight.length);
      eachProduct(conv, (i, j, o) => {
        y[o] += x[i] * weight[j];
        gradient[j] += g[o] * x[i];
      });
      expect(difference(await read(gpu, found[0]), y)).toBeLessThan(1e-6);
      expect(difference(await read(gpu, found[1]), gradient)).toBeLessThan(1e-2);
    });
  });
}

describe("convolution", () => {
  it("divides exactly where floats stand for integers", () => {
    const { key } = quotient(2 ** 21 - 1);
    expect([key, quotient(2 ** 21).key]).toEqual(["small", "large"]);
    for (const b of [1, 2, 3, 7, 9, 25, 49, 121, 1023, 3136, 50176, 1048573]) {
      const inverse = Math.fround(1 / b);
      for (let q = 1; q * b < 2 ** 21; q += 1 + Math.floor(q / 50)) {
        const over = (a: number): number => Math.floor(Math.fround(Math.fround(a + 0.5) * inverse));
        expect([over(q * b - 1), over(q * b)]).toEqual([q - 1, q]);
      }
    }
  });
});
