import type { ConvAttrs, View } from "@nn/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { wasm, type WasmBackend } from "../src/index";

const backends: WasmBackend[] = [];
beforeAll(async () => {
  backends.push(await wasm({ threads: 1 }), await wasm({ threads: 2 }));
});
afterAll(() => backends.forEach((backend) => backend.dispose()));

interface Case {
  readonly x: readonly number[];
  readonly weight: readonly number[];
  readonly attrs: ConvAttrs;
}

let seed = 7;
/** From 0 to n − 1. */
function below(n: number): number {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return Math.floor((seed / 2 ** 32) * n);
}
const from = (low: number, high: number): number => low + below(high - low + 1);
const noise = (length: number): Float32Array => Float32Array.from({ length }, () => below(2000) / 1000 - 1);
const sizeOf = (shape: readonly number[]): number => shape.reduce((product, n) => product * n, 1);

function outputSize({ x, weight, attrs }: Case, i: 0 | 1): number {
  const { padding, dilation, stride } = attrs;
  const room = x[2 + i] + padding[2 * i] + padding[2 * i + 1] - (weight[2 + i] - 1) * dilation[i] - 1;
  return Math.floor(room / stride[i]) + 1;
}

function outputShape(c: Case): number[] {
  return [c.x[0], c.weight[0], outputSize(c, 0), outputSize(c, 1)];
}

/** Calls `visit` with flat indices of every product of y, x and weight. */
function forEachTerm({ x, weight, attrs }: Case, y: number[], visit: (y: number, x: number, w: number) => void): void {
  const { stride, padding, dilation, groups } = attrs;
  const taps = weight[1] * weight[2] * weight[3];
  for (let i = 0; i < sizeOf(y); i++) {
    const column = i % y[3];
    const row = Math.floor(i / y[3]) % y[2];
    const output = Math.floor(i / (y[2] * y[3])) % y[1];
    const image = Math.floor(i / (y[1] * y[2] * y[3]));
    const firstChannel = Math.floor(output / (y[1] / groups)) * weight[1];
    for (let j = 0; j < taps; j++) {
      const channel = firstChannel + Math.floor(j / (weight[2] * weight[3]));
      const h = row * stride[0] - padding[0] + (Math.floor(j / weight[3]) % weight[2]) * dilation[0];
      const v = column * stride[1] - padding[2] + (j % weight[3]) * dilation[1];
      if (h < 0 || v < 0 || h >= x[2] || v >= x[3]) continue;
      visit(i, ((image * x[1] + channel) * x[2] + h) * x[3] + v, output * taps + j);
    }
  }
}

/** A view that begins in the middle of a buffer, with numbers before and behind that spoil every sum. */
function view(backend: WasmBackend, shape: readonly number[], data?: Float32Array): View {
  const [offset, length] = [3, sizeOf(shape)];
  const buffer = backend.allocate("float32", offset + length + 5);
  const all = new Float32Array(offset + length + 5).fill(NaN);
  if (data) all.set(data, offset);
  backend.write(buffer, all);
  return { buffer, dtype: "float32", shape, strides: shape.map((_, i) => sizeOf(shape.slice(i + 1))), offset };
}

function read(backend: WasmBackend, { buffer, shape, offset }: View): Float32Array {
  return backend.readSync!(buffer, "float32", offset, sizeOf(shape)) as Float32Array;
}

/** What the three kernels give on a backend. */
function run(backend: WasmBackend, c: Case, data: Record<"x" | "weight" | "bias" | "g", Float32Array>): Float32Array[] {
  const { conv2d, conv2dInputGrad, conv2dWeightGrad } = backend.fused;
  const shapes = { x: c.x, weight: c.weight, bias: [c.weight[0]], g: outputShape(c) };
  const [x, weight, bias, g] = (["x", "weight", "bias", "g"] as const).map((k) => view(backend, shapes[k], data[k]));
  const results = [shapes.g, c.x, c.weight].map((shape) => view(backend, shape));
  const [y, dx, dw] = results;
  conv2d!([x, weight, bias], [y], c.attrs);
  conv2dInputGrad!([g, weight], [dx], { ...c.attrs, inputSize: [c.x[2], c.x[3]] });
  conv2dWeightGrad!([g, x], [dw], { ...c.attrs, kernelSize: [c.weight[2], c.weight[3]] });
  const found = results.map((result) => read(backend, result));
  for (const { buffer, shape } of [x, weight, bias, g, ...results]) backend.free(buffer, "float32", sizeOf(shape) + 8);
  return found;
}

function inputs(c: Case): Record<"x" | "weight" | "bias" | "g", Float32Array> {
  const g = noise(sizeOf(outputShape(c)));
  return { x: noise(sizeOf(c.x)), weight: noise(sizeOf(c.weight)), bias: noise(c.weight[0]), g };
}

/** Compares the kernels with their definition, on one thread. */
function check(c: Case): void {
  const data = inputs(c);
  const shape = outputShape(c);
  const plane = shape[2] * shape[3];
  const y = Float64Array.from(data.g, (_, i) => data.bias[Math.floor(i / plane) % shape[1]]);
  const dx = new Float64Array(data.x.length);
  const dw = new Float64Array(data.weight.length);
  // Sums of absolute values: errors are small next to them.
  const sizes = [new Float64Array(y.length).fill(1), new Float64Array(dx.length), new Float64Array(dw.length)];
  forEachTerm(c, shape, (i, j, k) => {
    const [g, x, w] = [data.g[i], data.x[j], data.weight[k]];
    y[i] += x * w;
    dx[j] += g * w;
    dw[k] += g * x;
    sizes[0][i] += Math.abs(x * w);
    sizes[1][j] += Math.abs(g * w);
    sizes[2][k] += Math.abs(g * x);
  });
  const found = run(backends[0], c, data);
  for (const [r, expected] of [y, dx, dw].entries()) {
    for (let i = 0; i < expected.length; i++) {
      if (!(Math.abs(found[r][i] - expected[i]) <= 1e-6 * sizes[r][i])) {
        expect.fail(`${["y", "dx", "dw"][r]}[${i}] is ${found[r][i]}, not ${expected[i]}, for ${JSON.stringify(c)}`);
      }
    }
  }
}

/** Compares the bits of two threads with those of one. */
function checkThreads(c: Case): void {
  const data = inputs(c);
  const bits = backends.map((backend) => run(backend, c, data).map(({ buffer }) => new Uint32Array(buffer)));
  for (let r = 0; r < 3; r++) {
    const other = bits[0][r].findIndex((word, i) => word !== bits[1][r][i]);
    expect(other, `${["y", "dx", "dw"][r]} for ${JSON.stringify(c)}`).toBe(-1);
  }
}

const plain: ConvAttrs = { stride: [1, 1], padding: [0, 0, 0, 0], dilation: [1, 1], groups: 1 };

const cases: Record<string, Case> = {
  "of one pixel": { x: [1, 1, 1, 1], weight: [1, 1, 1, 1], attrs: plain },
  "of one column": { x: [2, 3, 17, 5], weight: [5, 3, 3, 3], attrs: { ...plain, stride: [1, 2], dilation: [3, 2] } },
  "of one pixel of many images": { x: [70, 5, 1, 1], weight: [9, 5, 1, 1], attrs: plain },
  "whose padding is larger than its kernel": { x: [2, 3, 4, 5], weight: [4, 3, 2, 3], attrs: { ...plain, padding: [3, 4, 5, 6] } },
  "with padding behind alone": { x: [2, 3, 4, 5], weight: [4, 3, 2, 3], attrs: { ...plain, padding: [0, 4, 0, 6] } },
  "whose windows miss elements between them": { x: [2, 3, 9, 11], weight: [5, 3, 1, 2], attrs: { ...plain, stride: [3, 4] } },
  "whose windows all lie in the padding": { x: [1, 2, 1, 1], weight: [3, 2, 1, 1], attrs: { ...plain, stride: [4, 4], padding: [3, 0, 3, 0] } },
  "with strides that share a divisor with dilations": { x: [2, 3, 19, 20], weight: [5, 3, 3, 4], attrs: { ...plain, stride: [2, 4], dilation: [4, 6], padding: [3, 3, 7, 7] } },
  "with odd strides and dilations": { x: [2, 3, 19, 20], weight: [5, 3, 3, 4], attrs: { ...plain, stride: [3, 2], dilation: [2, 3], padding: [1, 0, 2, 5] } },
  "with more phases than are planned at once": { x: [1, 2, 23, 19], weight: [2, 2, 17, 18], attrs: { ...plain, stride: [17, 18], padding: [0, 11, 0, 17] } },
  "with many channels, over many blocks": { x: [1, 40, 9, 10], weight: [130, 40, 3, 3], attrs: { ...plain, padding: [1, 1, 1, 1] } },
  "from many channels to few": { x: [2, 130, 9, 9], weight: [3, 130, 3, 3], attrs: { ...plain, padding: [1, 1, 1, 1] } },
  "from one channel": { x: [20, 1, 28, 28], weight: [6, 1, 5, 5], attrs: { ...plain, padding: [2, 2, 2, 2] } },
  "with a stride, over many blocks": { x: [3, 16, 33, 35], weight: [24, 16, 3, 3], attrs: { ...plain, stride: [2, 2], padding: [1, 1, 1, 1] } },
  "of 1 × 1 kernels": { x: [5, 33, 14, 14], weight: [50, 33, 1, 1], attrs: plain },
  grouped: { x: [3, 24, 14, 14], weight: [32, 6, 3, 3], attrs: { ...plain, groups: 4, padding: [1, 1, 1, 1] } },
  depthwise: { x: [4, 32, 28, 27], weight: [32, 1, 3, 3], attrs: { ...plain, groups: 32, padding: [1, 1, 1, 1] } },
  "depthwise with strides": { x: [4, 32, 29, 28], weight: [32, 1, 3, 3], attrs: { ...plain, groups: 32, stride: [2, 2], padding: [1, 1, 1, 1] } },
  "depthwise with a multiplier": { x: [3, 16, 21, 22], weight: [32, 1, 5, 4], attrs: { ...plain, groups: 16, stride: [1, 3], padding: [2, 2, 1, 1] } },
  "depthwise of planes beyond a thread's own memory": { x: [1, 1, 1, 520_000], weight: [1, 1, 1, 2], attrs: { ...plain, padding: [0, 0, 1, 1] } },
}; // oxfmt-ignore

/** So large that every step of the work is shared. */
const largeCases: Record<string, Case> = {
  "with padding": { x: [2, 64, 40, 41], weight: [256, 64, 3, 3], attrs: { ...plain, padding: [1, 1, 1, 1] } },
  "with strides": { x: [2, 64, 41, 40], weight: [128, 64, 3, 3], attrs: { ...plain, stride: [2, 2], padding: [1, 1, 1, 1] } },
  "with few weights": { x: [32, 1, 28, 28], weight: [6, 1, 5, 5], attrs: { ...plain, padding: [2, 2, 2, 2] } },
  "to one channel of one image": { x: [1, 64, 90, 91], weight: [1, 64, 3, 3], attrs: { ...plain, padding: [1, 1, 1, 1] } },
  grouped: { x: [8, 64, 28, 28], weight: [64, 4, 3, 3], attrs: { ...plain, groups: 16, padding: [1, 1, 1, 1] } },
  depthwise: { x: [8, 64, 56, 55], weight: [64, 1, 3, 3], attrs: { ...plain, groups: 64, stride: [1, 2], padding: [1, 1, 1, 1] } },
}; // oxfmt-ignore

describe("a convolution and its gradients", () => {
  it.each(Object.entries(cases))("%s", (_, c) => check(c));

  it("of random shapes", () => {
    for (let i = 0; i < 300; i++) check(randomCase());
  });

  it.each(Object.entries(largeCases))("have the same bits on two threads %s", (_, c) => checkThreads(c));

  it("keeps to the planes: what lies around them reaches no sum", () => {
    const c = { x: [1, 2, 3, 5], weight: [3, 2, 3, 3], attrs: { ...plain, padding: [1, 1, 1, 1] } as ConvAttrs };
    const ones = (n: number): Float32Array => new Float32Array(n).fill(1);
    const [y] = run(backends[0], c, { x: ones(30), weight: ones(54), bias: ones(3), g: ones(45) });
    expect(Array.from(y.subarray(0, 5))).toEqual([9, 13, 13, 13, 9]);
  });

  it("gives no gradient of weights without images", () => {
    const [backend] = backends;
    const [g, x, dw] = [[0, 4, 3, 3], [0, 2, 3, 3], [4, 2, 1, 1]].map((shape) => view(backend, shape)); // oxfmt-ignore
    backend.fused.conv2dWeightGrad!([g, x], [dw], { ...plain, kernelSize: [1, 1] });
    expect([...read(backend, dw)]).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
  });
});

function randomCase(): Case {
  const depthwise = below(4) === 0;
  const groups = depthwise ? from(1, 9) : [1, 1, 2, 3][below(4)];
  const planes = depthwise ? 1 : from(1, 9);
  const outputs = groups * (depthwise ? from(1, 3) : from(1, 9));
  const axis = (): { size: number; taps: number; stride: number; dilation: number; before: number; after: number } => {
    const [stride, dilation, taps] = [from(1, 3), from(1, 3), from(1, 4)];
    const [before, after] = below(2) ? [0, 0] : [from(0, 5), from(0, 5)];
    const least = Math.max(1, (taps - 1) * dilation + 1 - before - after);
    return { stride, dilation, taps, before, after, size: from(least, least + 20) };
  };
  const [v, h] = [axis(), axis()];
  return {
    x: [from(1, 3), groups * planes, v.size, h.size],
    weight: [outputs, planes, v.taps, h.taps],
    attrs: {
      stride: [v.stride, h.stride],
      padding: [v.before, v.after, h.before, h.after],
      dilation: [v.dilation, h.dilation],
      groups,
    },
  };
}
