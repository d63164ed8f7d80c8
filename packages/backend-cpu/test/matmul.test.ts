import type { View } from "@nn/core";
import { describe, expect, it } from "vitest";
import { matmul } from "../src/kernels/matmul";
import { flipped, permuted, randomSource, values, view } from "./views";

const random = randomSource(7);

/** The product by its definition. */
function naive(a: View, b: View): number[] {
  const [m, k] = a.shape.slice(-2);
  const n = b.shape[b.shape.length - 1];
  const [left, right] = [values(a), values(b)];
  const batches = left.length / (m * k);
  return Array.from({ length: batches * m * n }, (_, at) => {
    const batch = Math.floor(at / (m * n));
    const i = Math.floor(at / n) % m;
    let sum = 0;
    for (let p = 0; p < k; p++) sum += left[(batch * m + i) * k + p] * right[(batch * k + p) * n + (at % n)];
    return sum;
  });
}

function check(a: View, b: View): void {
  const shape = [...a.shape.slice(0, -1), b.shape[b.shape.length - 1]];
  const y = view(a.dtype, shape, () => NaN, 3);
  matmul([a, b], [y], {});
  const expected = naive(a, b);
  const found = values(y);
  const worst = Math.max(...expected.map((value, i) => Math.abs(value - found[i])));
  expect(worst, `${a.shape} × ${b.shape}`).toBeLessThan(1e-5);
}

const noise = (shape: number[], offset = 0): View => view("float32", shape, () => random() - 0.5, offset);

describe("matmul", () => {
  it("takes every small size", () => {
    for (let m = 1; m < 8; m++) {
      for (let n = 1; n < 8; n++) {
        for (const k of [1, 2, 3, 5, 8]) check(noise([m, k], 2), noise([k, n], 1));
      }
    }
  });

  it("takes sizes around its blocks", () => {
    for (const [m, n, k] of [[127, 5, 3], [128, 129, 4], [131, 257, 5], [3, 130, 255], [6, 7, 257], [130, 3, 513]]) {
      check(noise([m, k]), noise([k, n]));
    } // oxfmt-ignore
  });

  it("takes vectors", () => {
    for (const [m, n, k] of [[1, 1, 300], [1, 300, 3], [300, 1, 3], [2, 99, 99], [99, 2, 99], [50, 50, 1]]) {
      check(noise([m, k]), noise([k, n]));
    } // oxfmt-ignore
  });

  it("takes transposed, reversed, repeated and overlapping operands", () => {
    check(permuted(noise([5, 9]), [1, 0]), permuted(noise([7, 5]), [1, 0]));
    check(flipped(noise([9, 5], 4), 1), flipped(noise([5, 7], 4), 0));
    check({ ...noise([9, 5]), strides: [0, 1] }, { ...noise([5, 7]), strides: [1, 0] });
    check({ ...noise([9, 5]), strides: [1, 1] }, { ...noise([5, 7]), strides: [2, 1] });
  });

  it("takes batches of either operand, shared or not", () => {
    const a = noise([2, 3, 4, 5], 1);
    check(a, noise([2, 3, 5, 6]));
    check(a, { ...noise([2, 3, 5, 6]), strides: [0, 0, 6, 1] });
    check(a, { ...noise([2, 3, 5, 6]), strides: [0, 30, 6, 1] });
    check({ ...a, strides: [0, 20, 5, 1] }, noise([2, 3, 5, 6]));
    check(permuted(a, [1, 0, 2, 3]), noise([3, 2, 5, 6]));
  });

  it("gives zeros for an inner size of 0", () => {
    check(noise([3, 0]), noise([0, 4]));
  });

  it("wraps integers", () => {
    const a = view("int32", [1, 2], () => 2 ** 31 - 1);
    const y = view("int32", [1, 1], () => 7);
    matmul([a, permuted(a, [1, 0])], [y], {});
    expect(values(y)).toEqual([Number(BigInt.asIntN(32, 2n * (2n ** 31n - 1n) ** 2n))]);
  });

  it("adds in double precision", () => {
    const a = view("float32", [3, 4], (i) => [1e8, 1, -1e8, 1][i % 4]);
    const y = view("float32", [3, 3], () => 0);
    matmul([a, view("float32", [4, 3], () => 1)], [y], {});
    expect(values(y)).toEqual(Array(9).fill(2));
  });
});
