import { ArgumentError, rowMajorStrides, sizeOf, type DType, type View } from "@nn/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { embedding } from "../src/fused/embedding";
import { embeddingGrad } from "../src/fused/embedding-grad";
import { gather } from "../src/kernels/gather";
import { scatter } from "../src/kernels/scatter";
import { scatterAdd } from "../src/kernels/scatter-add";
import type { Machine } from "../src/machine/machine";
import {
  firstDifference,
  numbers,
  offsetsOf,
  outputOf,
  randomView,
  resultOf,
  sameOnAll,
  startMachine,
  valuesOf,
  viewOf,
} from "./views";

const DTYPES: readonly DType[] = ["float32", "float64", "int32", "uint8", "bool"];

let one: Machine;
let two: Machine;
beforeAll(async () => {
  [one, two] = await Promise.all([startMachine(1), startMachine(2)]);
});
afterAll(() => two.dispose());

const onAll = (run: (machine: Machine) => View): ArrayLike<number> => sameOnAll(one, two, run);

/** Where each index of a tensor of `shape` points in a row-major tensor with `strides`. */
function targets(
  indices: readonly number[],
  shape: readonly number[],
  strides: readonly number[],
  dim: number,
): number[] {
  const others = strides.map((stride, d) => (d === dim ? 0 : stride));
  return offsetsOf(shape, others).map((place, i) => place + indices[i] * (strides[dim] ?? 0));
}

const below =
  (random: () => number) =>
  (size: number): number =>
    Math.floor(random() * size);

describe("gather", () => {
  it.each(DTYPES)("takes strided x and index (%s)", (dtype) => {
    const random = numbers(11);
    const pick = below(random);
    for (let turn = 0; turn < 200; turn++) {
      const x = randomView(one, dtype, random, [1, 2, 3, 5, 8, 17]);
      const rank = x.shape.length;
      const dim = pick(Math.max(1, rank));
      const shape = x.shape.map((size, d) => (d === dim ? 1 + pick(9) : 1 + pick(size)));
      // Some dimensions repeat the index, the others lie in reverse order.
      const strides = new Array<number>(rank).fill(0);
      let span = 1;
      for (let d = 0; d < rank; d++) {
        if (random() < 0.4) continue;
        strides[d] = span;
        span *= shape[d];
      }
      const values = Array.from({ length: span }, () => pick(x.shape[dim] ?? 1));
      const index = viewOf(one, "int32", values, shape, strides);
      const y = outputOf(one, dtype, shape);
      gather(one)([x, index], [y], { dim });
      const all = valuesOf(one, x);
      const expected = targets(valuesOf(one, index), shape, rowMajorStrides(x.shape), dim).map((place) => all[place]);
      expect(Array.from(resultOf(one, y))).toEqual(expected);
    }
  });

  it.each([
    [0, [200, 100], [3000, 100], [1, 0]],
    [1, [3000, 200], [3000, 100], [100, 1]],
    [1, [30, 200, 100], [30, 100, 100], [10_000, 100, 1]],
  ])("does the same on two threads (dim %i of %j)", (dim, sizes, shape, strides) => {
    const pick = below(numbers(12));
    const indices = Int32Array.from({ length: 300_000 }, () => pick(200));
    const values = Float32Array.from({ length: sizeOf(sizes) }, (_, i) => i);
    const got = onAll((machine) => {
      const y = outputOf(machine, "float32", shape);
      const index = viewOf(machine, "int32", indices, shape, strides);
      gather(machine)([viewOf(machine, "float32", values, sizes), index], [y], { dim });
      return y;
    });
    const at = offsetsOf(shape, strides).map((place) => indices[place]);
    const expected = targets(at, shape, rowMajorStrides(sizes), dim).map((place) => values[place]);
    expect(firstDifference(got, expected)).toBe(-1);
  });
});

describe("scatter and scatterAdd", () => {
  const shapes = [
    [[7], [12], 0],
    [[4, 9], [6, 9], 0],
    [[4, 9], [3, 7], 0],
    [[4, 9], [4, 20], 1],
    [[9, 4], [8, 5], 1],
    [[3, 5, 7], [3, 4, 7], 1],
    [[3, 5, 7], [2, 9, 6], 1],
    [[3, 5, 7], [3, 5, 7], 2],
    [[3, 5, 7], [9, 5, 3], 0],
    [[5, 1, 3, 4], [4, 1, 6, 4], 2],
    [[], [], 0],
    [[4], [0], 0],
  ] as const;
  describe.each(DTYPES)("%s", (dtype) => {
    it.each(shapes)("of %j by %j along %i", (shape, indexShape, dim) => {
      const pick = below(numbers(13));
      const indices = Array.from({ length: sizeOf(indexShape) }, () => pick(shape[dim] ?? 1));
      // Groups of equal neighbours, and single ones.
      for (let i = 0; i + 4 <= indices.length; i += 9) indices.fill(indices[i], i, i + 4);
      const values = Array.from({ length: sizeOf(shape) }, (_, i) => i % 7);
      const source = indices.map((_, i) => i % 5);
      const inputs = [
        viewOf(one, dtype, values, shape),
        viewOf(one, "int32", indices, indexShape),
        viewOf(one, dtype, source, indexShape),
      ];
      const [y, z] = [outputOf(one, dtype, shape), outputOf(one, dtype, shape)];
      scatter(one)(inputs, [y], { dim });
      scatterAdd(one)(inputs, [z], { dim });
      const put = values.slice();
      const added = values.slice();
      targets(indices, indexShape, y.strides, dim).forEach((place, i) => {
        put[place] = source[i];
        added[place] += source[i];
      });
      expect(Array.from(resultOf(one, y))).toEqual(put);
      expect(Array.from(resultOf(one, z))).toEqual(added);
    });
  });

  it.each([
    [0, [500, 600]],
    [1, [500, 600]],
    [1, [20, 50, 300]],
    [0, [300_000]],
  ])("give the same bits on two threads (dim %i of %j)", (dim, shape) => {
    const random = numbers(14);
    const indices = Int32Array.from({ length: 300_000 }, () => Math.floor(random() * 7));
    const values = Float32Array.from({ length: 300_000 }, () => random());
    for (const kernel of [scatter, scatterAdd]) {
      const got = onAll((machine) => {
        const y = outputOf(machine, "float32", shape);
        const x = viewOf(machine, "float32", values, shape);
        kernel(machine)([x, viewOf(machine, "int32", indices, shape), x], [y], { dim });
        return y;
      });
      const expected = values.slice();
      targets(Array.from(indices), shape, rowMajorStrides(shape), dim).forEach((place, i) => {
        expected[place] = kernel === scatter ? values[i] : expected[place] + values[i];
      });
      expect(firstDifference(got, expected)).toBe(-1);
    }
  });
});

describe("a bad index", () => {
  it.each([
    [3, 0],
    [-1, 1],
    [2 ** 31 - 1, 6],
    [3, 7],
    [-(2 ** 31), 8],
  ])("%i at position %i is named, and nothing is written", (bad, position) => {
    const indices = new Array<number>(9).fill(2);
    indices[position] = bad;
    const index = viewOf(one, "int32", indices, [9]);
    const x = viewOf(one, "float32", [1, 2, 3], [3]);
    const src = viewOf(one, "float32", indices, [9]);
    const table = viewOf(one, "float32", [1, 2, 3, 4, 5, 6], [3, 2]);
    const g = viewOf(one, "float32", new Array<number>(18).fill(0), [9, 2]);
    const calls: readonly [string, number, number[], (y: View) => void][] = [
      ["gather", 3, [9], (y) => gather(one)([x, index], [y], { dim: 0 })],
      ["scatter", 3, [3], (y) => scatter(one)([x, index, src], [y], { dim: 0 })],
      ["scatterAdd", 3, [3], (y) => scatterAdd(one)([x, index, src], [y], { dim: 0 })],
      ["embedding", 3, [9, 2], (y) => embedding(one)([table, index], [y], { paddingIndex: -1 })],
      ["embeddingGrad", 3, [3, 2], (y) => embeddingGrad(one)([g, index], [y], { rows: 3, paddingIndex: -1 })],
    ];
    for (const [name, size, shape, call] of calls) {
      const y = outputOf(one, "float32", shape);
      const before = Array.from(resultOf(one, y));
      const message = `${name}: index ${bad} at position ${position} is out of range for size ${size}`;
      expect(() => call(y)).toThrow(new ArgumentError(message));
      expect(Array.from(resultOf(one, y))).toEqual(before);
    }
  });

  it("in a strided index is the first in row-major order", () => {
    const index = viewOf(one, "int32", [0, 9, 0, 8, 0, 0], [2, 4, 3], [1, 0, 2]);
    const x = viewOf(one, "float32", new Array<number>(24).fill(0), [2, 4, 3]);
    const y = outputOf(one, "float32", [2, 4, 3]);
    // The second slice reads 9, 8, 0 again and again.
    const message = "gather: index 9 at position 12 is out of range for size 4";
    expect(() => gather(one)([x, index], [y], { dim: 1 })).toThrow(new ArgumentError(message));
  });
});

describe("embedding", () => {
  it.each([1, 2, 3, 4, 5, 15, 16, 17, 33, 64, 130])("rows of %i", (columns) => {
    const pick = below(numbers(15));
    const indices = Array.from({ length: 50 }, () => pick(11));
    const index = viewOf(one, "int32", indices, [5, 10]);
    const values = Array.from({ length: 11 * columns }, (_, i) => i);
    const y = outputOf(one, "float32", [5, 10, columns]);
    embedding(one)([viewOf(one, "float32", values, [11, columns]), index], [y], { paddingIndex: 4 });
    expect(Array.from(resultOf(one, y))).toEqual(
      indices.flatMap((row) => values.slice(row * columns, (row + 1) * columns)),
    );

    const z = outputOf(one, "float32", [11, columns]);
    const g = Array.from({ length: 50 * columns }, (_, i) => i % 1000);
    embeddingGrad(one)([viewOf(one, "float32", g, [5, 10, columns]), index], [z], { rows: 11, paddingIndex: 4 });
    const expected = new Array<number>(11 * columns).fill(0);
    indices.forEach((row, n) => {
      for (let c = 0; c < columns && row !== 4; c++) expected[row * columns + c] += g[n * columns + c];
    });
    expect(Array.from(resultOf(one, z))).toEqual(expected);
  });

  it("gives the same bits on two threads", () => {
    const random = numbers(16);
    const [rows, columns, count] = [4_000, 530, 2_000];
    const indices = Int32Array.from({ length: count }, () => Math.floor(random() ** 4 * rows));
    const values = Float32Array.from({ length: rows * columns }, () => random());
    const g = Float32Array.from({ length: count * columns }, () => random());
    onAll((machine) => {
      const y = outputOf(machine, "float32", [count, columns]);
      const weight = viewOf(machine, "float32", values, [rows, columns]);
      embedding(machine)([weight, viewOf(machine, "int32", indices, [count])], [y], { paddingIndex: -1 });
      return y;
    });
    const got = onAll((machine) => {
      const y = outputOf(machine, "float32", [rows, columns]);
      const index = viewOf(machine, "int32", indices, [count]);
      embeddingGrad(machine)([viewOf(machine, "float32", g, [count, columns]), index], [y], { rows, paddingIndex: -1 });
      return y;
    });
    const expected = new Float32Array(rows * columns);
    for (let i = 0; i < g.length; i++) expected[indices[Math.floor(i / columns)] * columns + (i % columns)] += g[i];
    expect(firstDifference(got, expected)).toBe(-1);
  });
});
