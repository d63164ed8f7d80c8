import { matmul as multiplyTensors, tensor, type View, withBackend } from "@nn/core";
import { describe, expect, it } from "vitest";
import { createBackend } from "../src/backend";
import type { Block } from "../src/gpu/block";
import { Gpu } from "../src/gpu/gpu";
import { matmulDirect } from "../src/products/matmul-direct";
import { matmulSizes } from "../src/products/matmul-sizes";
import { multiply } from "../src/products/multiply";
import { planTiles } from "../src/products/tile";
import { openPlans, PLANS } from "./plans";

const open = openPlans();

let state = 5;
const random = (): number => (state = (state * 16807) % 2147483647) / 2147483647 - 0.5;

interface Matrices extends View {
  readonly at: (...index: number[]) => number;
}

/** A view of random numbers among NaNs, which no element of a product may see. */
function matrices(gpu: Gpu, shape: number[], strides: number[], offset = 0): Matrices {
  const length = shape.reduce((sum, size, d) => sum + (size - 1) * Math.max(strides[d], 0), offset + 1);
  const data = new Float32Array(length + 40).fill(NaN);
  const place = (index: readonly number[]): number => index.reduce((sum, i, d) => sum + i * strides[d], offset);
  const fill = (index: number[]): void => {
    if (index.length === shape.length) data[place(index)] = random();
    else for (let i = 0; i < shape[index.length]; i++) fill([...index, i]);
  };
  fill([]);
  const block = gpu.take(data.byteLength);
  gpu.write(block, data);
  return { buffer: block, dtype: "float32", shape, strides, offset, at: (...index) => data[place(index)] };
}

type Run = (gpu: Gpu, a: View, b: View, y: View, bias?: View) => void;
const chosen: Run = (gpu, a, b, y, bias) => multiply(gpu, matmulSizes(a, b), y, bias);

/** The largest difference of a product from its definition, looked at in at most a few thousand places. */
async function error(gpu: Gpu, a: Matrices, b: Matrices, bias?: Matrices, run = chosen): Promise<number> {
  const lead = a.shape.slice(0, -2);
  const [m, k] = a.shape.slice(-2);
  const n = b.shape[b.shape.length - 1];
  const count = lead.reduce((product, size) => product * size, m * n);
  const y: View = { buffer: gpu.take(count * 4), dtype: "float32", shape: [...lead, m, n], strides: [], offset: 0 };
  run(gpu, a, b, y, bias);
  const found = await gpu.read(y.buffer as Block, "float32", 0, count);
  let worst = 0;
  for (let i = 0; i < count; i += 1 + Math.floor(count / 5000)) {
    const outer: number[] = [];
    let rest = Math.floor(i / (m * n));
    for (const size of [...lead].reverse()) {
      outer.unshift(rest % size);
      rest = Math.floor(rest / size);
    }
    let sum = bias ? bias.at(i % n) : 0;
    for (let p = 0; p < k; p++) sum += a.at(...outer, Math.floor(i / n) % m, p) * b.at(...outer, p, i % n);
    const difference = Math.abs(sum - found[i]);
    worst = Math.max(worst, Number.isNaN(difference) ? Infinity : difference);
  }
  return worst / (k + 10);
}

describe.each(PLANS)("products with the plan for %s", (plan) => {
  const of = (shape: number[], strides: number[], offset?: number): Matrices =>
    matrices(open(plan), shape, strides, offset);
  const worst = (a: Matrices, b: Matrices, bias?: Matrices): Promise<number> => error(open(plan), a, b, bias);

  it("take few rows and columns of a long k", async () => {
    expect(await worst(of([17, 2100], [2100, 1]), of([2100, 36], [36, 1]))).toBeLessThan(1e-7);
  });

  it("take transposed operands, k being no whole vectors", async () => {
    expect(await worst(of([43, 37], [1, 44]), of([37, 45], [1, 40]))).toBeLessThan(1e-7);
    expect(await worst(of([43, 37], [1, 44]), of([37, 45], [1, -40], 44 * 40))).toBeLessThan(1e-7);
  });

  it("take strides, offsets, repeated operands and batches", async () => {
    expect(
      await worst(of([2, 3, 21, 33], [0, 2300, 67, 2], 3), of([2, 3, 33, 35], [4000, 1200, 36, 1], 1)),
    ).toBeLessThan(1e-7);
  });

  it("take a row, a column and a bias", async () => {
    expect(await worst(of([1, 301], [301, 1]), of([301, 131], [131, 1]), of([131], [1], 2))).toBeLessThan(1e-7);
    expect(await worst(of([131, 301], [301, 1]), of([301, 1], [1, 1]), of([1], [1], 5))).toBeLessThan(1e-7);
  });

  it("keep infinite elements to their rows and columns", async () => {
    const gpu = open(plan);
    const [m, n, k] = [17, 36, 2100];
    const x = new Float32Array(m * k).fill(1);
    x[3 * k + k - 1] = Infinity;
    x[5 * k] = NaN;
    const w = new Float32Array(k * n).fill(2);
    w[7] = -Infinity;
    const [a, b, y] = [gpu.take(m * k * 4), gpu.take(k * n * 4), gpu.take(m * n * 4)];
    gpu.write(a, x);
    gpu.write(b, w);
    const view = (buffer: object, shape: number[]): View => ({
      buffer,
      dtype: "float32",
      shape,
      strides: [shape[1], 1],
      offset: 0,
    });
    chosen(gpu, view(a, [m, k]), view(b, [k, n]), view(y, [m, n]));
    const expected = Array.from({ length: m * n }, (_, i) => {
      const [row, column] = [Math.floor(i / n), i % n];
      if (row === 5 || (row === 3 && column === 7)) return NaN;
      return row === 3 ? Infinity : column === 7 ? -Infinity : 2 * k;
    });
    expect([...(await gpu.read(y, "float32", 0, m * n))]).toEqual(expected);
  });

  it("are zeros where k is 0", async () => {
    const gpu = open(plan);
    const y = gpu.take(24);
    gpu.write(y, new Float32Array(6).fill(7));
    const view = (buffer: object, shape: number[]): View => ({
      buffer,
      dtype: "float32",
      shape,
      strides: [1, 1],
      offset: 0,
    });
    chosen(gpu, view(gpu.take(4), [2, 0]), view(gpu.take(4), [0, 3]), view(y, [2, 3]));
    expect([...(await gpu.read(y, "float32", 0, 6))]).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it("store halves and add up in float32", async ({ skip }) => {
    const backend = createBackend(open(plan));
    if (!backend.caps.dtypes.has("float16")) return skip();
    // In halves, a sum of ones stays at 2048.
    const data = await withBackend(backend, () => {
      const ones = tensor(new Float32Array(40 * 2560).fill(1), { shape: [40, 2560] }).to("float16");
      return multiplyTensors(ones, ones.transpose(0, 1)).to("float32").data();
    });
    expect(new Set(data)).toEqual(new Set([2560]));
  });
});

describe("products for software", () => {
  it("need no subgroups", async () => {
    const gpu = await Gpu.open({ features: [] }, "software");
    const found = await error(gpu, matrices(gpu, [43, 37], [1, 44]), matrices(gpu, [37, 45], [1, 40]));
    gpu.dispose();
    expect(found).toBeLessThan(1e-7);
  });

  it("take large matrices", async () => {
    const gpu = open("software");
    const run: Run = (g, a, b, y) => matmulDirect(g, matmulSizes(a, b), y);
    const found = await error(
      gpu,
      matrices(gpu, [260, 260], [260, 1]),
      matrices(gpu, [260, 132], [132, 1]),
      undefined,
      run,
    );
    expect(found).toBeLessThan(1e-7);
  });
});

describe("tiles", () => {
  it("are large for large products and share k of few", () => {
    expect(planTiles(2048, 2048, 2048, 1)).toMatchObject({ tile: { rows: 128, columns: 64 }, splits: 1 });
    expect(planTiles(64, 128, 784, 1).splits).toBeGreaterThan(1);
    expect(planTiles(10, 200_000, 100, 1)).toMatchObject({ tile: { rows: 16, columns: 64 }, splits: 1 });
    expect(planTiles(64, 64, 0, 1).splits).toBe(1);
    expect(planTiles(64, 64, 512, 4096).splits).toBe(1);
  });
});
