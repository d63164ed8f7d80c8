import {
  expand,
  flip,
  linear,
  matmul,
  scaledDotProductAttention,
  type Tensor,
  tensor,
  transpose,
  withBackend,
} from "@nn/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createBackend, type WasmBackend } from "../src/backend";
import { Machine } from "../src/machine/machine";
import { numbers as numbersFrom } from "./views";

const random = numbersFrom(11);
let one: WasmBackend;
let two: WasmBackend;
beforeAll(async () => {
  one = createBackend(await Machine.start(1));
  two = createBackend(await Machine.start(2, "everything"));
});
afterAll(() => {
  one.dispose();
  two.dispose();
});

/** What `make` gives from numbers that are the same for both, on one thread; two threads must give the same bits. */
async function onBoth(
  count: number,
  make: (numbers: readonly Float32Array[]) => Tensor,
  sizes: number[],
): Promise<Float32Array> {
  const numbers = sizes.map((size) => Float32Array.from({ length: size }, () => random() - 0.5));
  const [expected, found] = await Promise.all(
    [one, two].map((backend) => withBackend(backend, () => make(numbers).data())),
  );
  expect(found).toEqual(expected);
  expect(expected.length).toBe(count);
  return expected as Float32Array;
}

async function check(m: number, n: number, k: number, left = asIs, right = asIs): Promise<void> {
  let lists: number[][] = [];
  const found = await onBoth(m * n, ([a, b]) => {
    const x = left(a, m, k);
    const y = right(b, k, n);
    lists = [x, y].map((t) => [...(t.dataSync() as Float32Array)]);
    return matmul(x, y);
  }, [m * k, k * n]); // oxfmt-ignore
  const [a, b] = lists;
  let worst = 0;
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let p = 0; p < k; p++) sum += a[i * k + p] * b[p * n + j];
      worst = Math.max(worst, Math.abs(sum - found[i * n + j]));
    }
  }
  expect(worst, `${m}x${k} times ${k}x${n}`).toBeLessThan(2e-7 * (k + 10));
}

const asIs = (data: Float32Array, rows: number, columns: number): Tensor => tensor(data, { shape: [rows, columns] });
const transposed = (data: Float32Array, rows: number, columns: number): Tensor =>
  transpose(tensor(data, { shape: [columns, rows] }), 0, 1);
const reversed = (data: Float32Array, rows: number, columns: number): Tensor =>
  flip(tensor(data, { shape: [rows, columns] }), [0, 1]);
const repeated = (data: Float32Array, rows: number, columns: number): Tensor =>
  expand(tensor(data.subarray(0, columns), { shape: [1, columns] }), [rows, columns]);
const spread = (data: Float32Array, rows: number, columns: number): Tensor =>
  expand(tensor(data.subarray(0, rows), { shape: [rows, 1] }), [rows, columns]);

const LAYOUTS = { asIs, transposed, reversed, repeated, spread };

describe("matmul", () => {
  it("takes every small size", async () => {
    for (let m = 1; m < 8; m++) for (let n = 1; n < 11; n++) for (const k of [1, 3, 4, 9]) await check(m, n, k);
  });

  it.each([
    [119, 5, 3], [121, 129, 4], [131, 257, 5], [25, 130, 321], [6, 7, 645], [130, 3, 641], [33, 31, 4097], [200, 33, 20],
    [64, 820, 330],
  ])("takes %ix%i sums of %i, around the edges of blocks", async (m, n, k) => {
    await check(m, n, k);
    await check(m, n, k, transposed, transposed);
  }); // oxfmt-ignore

  it.each([[1, 1, 300], [1, 2100, 7], [300, 1, 3], [1, 50, 50], [50, 1, 50], [7, 1, 1]])(
    "takes vectors: %ix%i sums of %i",
    async (m, n, k) => {
      for (const left of [asIs, transposed]) for (const right of [asIs, transposed]) await check(m, n, k, left, right);
    },
  ); // oxfmt-ignore

  describe.each(Object.entries(LAYOUTS))("of a matrix %s", (_, left) => {
    it.each(Object.entries(LAYOUTS))("and one %s", async (__, right) => {
      for (const [m, n, k] of [[5, 9, 7], [40, 24, 17], [1, 12, 6], [9, 1, 8]]) await check(m, n, k, left, right); // oxfmt-ignore
    });
  });

  it("takes random sizes", async () => {
    for (let i = 0; i < 60; i++) {
      const [m, n, k] = [0, 0, 0].map(() => Math.ceil(2 ** (random() * 7)));
      await check(m, n, k, i % 2 ? asIs : transposed, i % 3 ? asIs : transposed);
    }
  });

  it("goes through batches in any layout", async () => {
    const found = await onBoth(3 * 4 * 5 * 6, ([a, b]) => {
      const x = transpose(tensor(a, { shape: [4, 3, 5, 7] }), 0, 1);
      const y = expand(tensor(b, { shape: [3, 1, 7, 6] }), [3, 4, 7, 6]);
      return matmul(x, y);
    }, [420, 126]); // oxfmt-ignore
    expect(found.every(Number.isFinite)).toBe(true);
  });

  it("carries NaN and infinities to the elements that they reach, and no further", async () => {
    const found = await onBoth(16 * 16, ([a, b]) => {
      a[3 * 16 + 5] = NaN;
      b[2 * 16 + 9] = Infinity;
      return matmul(asIs(a, 16, 16), asIs(b, 16, 16));
    }, [256, 256]); // oxfmt-ignore
    found.forEach((value, at) => {
      expect(Number.isFinite(value)).toBe(Math.floor(at / 16) !== 3 && at % 16 !== 9);
    });
  });
});

describe("linear", () => {
  it.each([[1, 10, 7], [64, 10, 33], [3, 1, 5], [1, 1, 1], [200, 17, 330], [5, 9, 0]])(
    "adds a bias: %ix%i sums of %i",
    async (m, n, k) => {
      let bias: readonly number[] = [];
      const make = (withBias: boolean) => ([x, w, b]: readonly Float32Array[]) => {
        bias = [...b];
        return linear(asIs(x, m, k), asIs(w, n, k), withBias ? tensor(b) : undefined);
      };
      const numbers = [m * k, n * k, n].map((size) => Float32Array.from({ length: size }, () => random() - 0.5));
      const [plain, biased] = await withBackend(one, () =>
        Promise.all([make(false)(numbers).data(), make(true)(numbers).data()]),
      );
      expect(await withBackend(two, () => make(true)(numbers).data())).toEqual(biased);
      (biased as Float32Array).forEach((value, i) => expect(value).toBeCloseTo(plain[i] + bias[i % n], 5));
    },
  ); // oxfmt-ignore
});

describe("attention", () => {
  it.each([[2, 70, 65, 9, true], [1, 3, 5, 4, false], [3, 130, 200, 16, true]])(
    "of %i heads, %i queries and %i keys",
    async (heads, l, s, e, isCausal) => {
      const sizes = [l, s, s].map((length) => heads * length * e);
      const shapes = [l, s, s].map((length) => [heads, length, e]);
      const found = await onBoth(heads * l * e, ([q, k, v]) => {
        const [a, b, c] = [q, k, v].map((data, i) => tensor(data.map((x) => x * 4), { shape: shapes[i] }));
        return scaledDotProductAttention(a, b, c, { isCausal });
      }, sizes); // oxfmt-ignore
      expect(found.every((value) => Math.abs(value) < 2)).toBe(true);
    },
  ); // oxfmt-ignore

  it("takes more keys than fit beside a thread's panels", async () => {
    const s = 2 ** 17 + 3;
    const found = await onBoth(2, ([k, v]) => {
      const q = tensor([[[0, 0]]]);
      return scaledDotProductAttention(q, tensor(k, { shape: [1, s, 2] }), tensor(v.fill(0.25), { shape: [1, s, 2] }));
    }, [2 * s, 2 * s]); // oxfmt-ignore
    for (const value of found) expect(value).toBeCloseTo(0.25, 4);
  });
});
