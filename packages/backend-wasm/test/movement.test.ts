import { sizeOf, type DType, type View } from "@nn/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { concat } from "../src/kernels/concat";
import { copy } from "../src/kernels/copy";
import { fold } from "../src/kernels/fold";
import { pad } from "../src/kernels/pad";
import type { Machine } from "../src/machine/machine";
import { copyTo } from "../src/move";
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

describe("copy", () => {
  it.each(DTYPES)("takes any strides (%s)", (dtype) => {
    const random = numbers(1);
    for (let turn = 0; turn < 300; turn++) {
      const x = randomView(one, dtype, random, [1, 2, 3, 4, 5, 7, 8, 9, 16, 17]);
      const y = outputOf(one, dtype, x.shape);
      copy(one)([x], [y], {});
      expect(firstDifference(resultOf(one, y), valuesOf(one, x)), JSON.stringify(x)).toBe(-1);
    }
  });

  it.each([
    [[67, 129], [1, 67], 0],
    [[3, 65, 40], [2600, 1, 65], 0],
    [[2, 3, 40, 5], [600, 1, 15, 3], 0],
    [[130, 70], [70, 1], 0],
    [[70, 130], [-1, 70], 69],
    [[300], [0], 4],
    [[40, 300], [1, 0], 0],
    [[300, 3], [1, 0], 0],
    [[300], [-2], 700],
    [[20, 21, 3, 3], [23, 1, 23, 1], 0],
  ])("of shape %j with strides %j", (shape, strides, offset) => {
    const values = Array.from({ length: 10000 }, (_, i) => i);
    for (const dtype of DTYPES) {
      const x = viewOf(one, dtype, values, shape, strides, offset);
      const y = outputOf(one, dtype, shape);
      copy(one)([x], [y], {});
      expect(firstDifference(resultOf(one, y), valuesOf(one, x))).toBe(-1);
    }
  });

  it("keeps the bits of NaN", () => {
    const bits = [0x7fc00001, 0x7fa00000, -1, 1];
    const x = { ...viewOf(one, "int32", bits, [2, 2], [1, 2]), dtype: "float32" as const };
    const y = outputOf(one, "int32", [2, 2]);
    copy(one)([x], [{ ...y, dtype: "float32" }], {});
    expect(Array.from(resultOf(one, y))).toEqual([bits[0], bits[2], bits[1], bits[3]]);
  });

  it.each([
    ["a line", [1_200_001], [1], 0],
    ["a reversed line", [1_200_001], [-1], 1_200_000],
    ["a transpose", [1001, 1150], [1, 1001], 0],
    ["few long rows", [3, 500, 777], [388_500, 1, 500], 0],
    ["short rows", [200_000, 3], [6, 1], 0],
  ])("does the same on two threads: %s", (_, shape, strides, offset) => {
    const values = Float32Array.from({ length: 1_200_001 }, (_, i) => i);
    const got = onAll((machine) => {
      const y = outputOf(machine, "float32", shape);
      copy(machine)([viewOf(machine, "float32", values, shape, strides, offset)], [y], {});
      return y;
    });
    const expected = offsetsOf(shape, strides).map((place) => values[offset + place]);
    expect(firstDifference(got, expected)).toBe(-1);
  });

  it("to an address", () => {
    const x = viewOf(one, "int32", [1, 2, 3, 4, 5, 6], [3, 2], [1, 3]);
    const got = one.borrow(24, (address) => {
      copyTo(one, x, address);
      return Array.from(one.elements("int32", address, 6));
    });
    expect(got).toEqual([1, 4, 2, 5, 3, 6]);
  });
});

describe("concat", () => {
  it("joins strided inputs along any dimension", () => {
    const random = numbers(2);
    for (let turn = 0; turn < 200; turn++) {
      const dtype = DTYPES[turn % DTYPES.length];
      const x = randomView(one, dtype, random, [1, 2, 3, 5, 9, 17]);
      if (x.shape.length === 0) continue;
      const dim = Math.floor(random() * x.shape.length);
      const empty = { ...x, shape: x.shape.map((size, d) => (d === dim ? 0 : size)) };
      const y = outputOf(
        one,
        dtype,
        x.shape.map((size, d) => (d === dim ? 2 * size : size)),
      );
      concat(one)([x, empty, x], [y], { dim });
      const block = sizeOf(x.shape.slice(dim));
      const values = valuesOf(one, x);
      const expected = Array.from({ length: values.length / block }, (_, i) =>
        values.slice(i * block, (i + 1) * block),
      );
      expect(
        firstDifference(
          resultOf(one, y),
          expected.flatMap((part) => [...part, ...part]),
        ),
      ).toBe(-1);
    }
  });
});

/** One count for each dimension, 0 half of the time. */
function counts(random: () => number, rank: number, most: number): number[] {
  return Array.from({ length: rank }, () => Math.max(0, Math.floor((random() * 2 - 1) * (most + 1))));
}

describe("pad", () => {
  it.each(["float32", "float64", "int32", "uint8"] as const)("fills around and between (%s)", (dtype) => {
    const random = numbers(3);
    for (let turn = 0; turn < 150; turn++) {
      const x = randomView(one, dtype, random, [1, 2, 3, 5, 9, 17]);
      const rank = x.shape.length;
      const before = counts(random, rank, 9);
      const after = counts(random, rank, 9);
      const interior = random() < 0.3 ? counts(random, rank, 2) : before.map(() => 0);
      const value = random() < 0.3 ? 0 : 9;
      const shape = x.shape.map((size, d) => before[d] + size + (size - 1) * interior[d] + after[d]);
      if (sizeOf(shape) > 60_000) continue;
      const y = outputOf(one, dtype, shape);
      pad(one)([x], [y], { before, after, interior, value });
      const expected = new Array<number>(sizeOf(shape)).fill(value);
      const start = before.reduce((sum, count, d) => sum + count * y.strides[d], 0);
      const strides = y.strides.map((stride, d) => stride * (interior[d] + 1));
      const values = valuesOf(one, x);
      offsetsOf(x.shape, strides).forEach((place, i) => (expected[start + place] = values[i]));
      expect(firstDifference(resultOf(one, y), expected), JSON.stringify({ x, before, after, interior })).toBe(-1);
    }
  });

  it.each([NaN, -0, Infinity])("with %d", (value) => {
    for (const length of [3, 5000]) {
      const y = outputOf(one, "float32", [length]);
      pad(one)([viewOf(one, "float32", [1], [1])], [y], { before: [1], after: [length - 2], interior: [0], value });
      const expected = new Array<number>(length).fill(value);
      expected[1] = 1;
      expect(Array.from(resultOf(one, y))).toEqual(expected);
    }
  });

  it("of nothing is all value", () => {
    const y = outputOf(one, "int32", [2, 3000]);
    const x = viewOf(one, "int32", [], [0, 3000]);
    pad(one)([x], [y], { before: [2, 0], after: [0, 0], interior: [0, 0], value: 4 });
    expect(Array.from(resultOf(one, y))).toEqual(new Array(6000).fill(4));
  });

  it("does the same on two threads", () => {
    const values = Float32Array.from({ length: 8 * 64 * 28 * 28 }, (_, i) => i);
    for (const gap of [0, 1]) {
      const size = 28 + 27 * gap + 3;
      const got = onAll((machine) => {
        const y = outputOf(machine, "float32", [8, 64, size, size]);
        const attrs = { before: [0, 0, 1, 1], after: [0, 0, 2, 2], interior: [0, 0, gap, gap], value: 0 };
        pad(machine)([viewOf(machine, "float32", values, [8, 64, 28, 28])], [y], attrs);
        return y;
      });
      expect(got.length).toBe(512 * size * size);
      expect(firstDifference(Array.from(got).filter(Boolean), values.subarray(1))).toBe(-1);
    }
  });
});

describe("fold", () => {
  const cases = [
    [[], [3], [20], [2], [1]],
    [[2], [5], [17], [1], [3]],
    [
      [2, 3],
      [3, 3],
      [9, 11],
      [1, 1],
      [1, 1],
    ],
    [[4], [2, 2], [10, 8], [2, 2], [1, 1]],
    [[1], [2, 3], [10, 9], [3, 2], [2, 3]],
    [[2], [2, 2, 2], [5, 4, 6], [1, 2, 1], [1, 1, 2]],
    [[2], [3], [3], [1], [1]],
  ];
  it.each(cases)("outer %j, kernel %j, sizes %j, stride %j, dilation %j", (outer, kernel, sizes, stride, dilation) => {
    for (const dtype of ["float32", "float64", "int32", "uint8"] as const) {
      const positions = sizes.map((size, d) => Math.floor((size - (kernel[d] - 1) * dilation[d] - 1) / stride[d]) + 1);
      const shape = [...outer, ...positions, ...kernel];
      const values = Array.from({ length: sizeOf(shape) }, (_, i) => i % 5);
      const y = outputOf(one, dtype, [...outer, ...sizes]);
      fold(one)([viewOf(one, dtype, values, shape)], [y], { sizes, stride, dilation });
      const inner = y.strides.slice(outer.length);
      const places = offsetsOf(shape, [
        ...y.strides.slice(0, outer.length),
        ...inner.map((step, d) => step * stride[d]),
        ...inner.map((step, d) => step * dilation[d]),
      ]);
      const expected = new Array<number>(sizeOf(y.shape)).fill(0);
      places.forEach((place, i) => (expected[place] += values[i]));
      expect(Array.from(resultOf(one, y))).toEqual(expected);
    }
  });

  it("of no windows is zero", () => {
    const y = outputOf(one, "float32", [2, 4]);
    fold(one)([viewOf(one, "float32", [], [2, 0, 5])], [y], { sizes: [4], stride: [1], dilation: [1] });
    expect(Array.from(resultOf(one, y))).toEqual(new Array(8).fill(0));
  });

  it("gives the same bits on two threads", () => {
    const random = numbers(5);
    const values = Float32Array.from({ length: 40 * 30 * 30 * 9 }, () => random());
    onAll((machine) => {
      const y = outputOf(machine, "float32", [40, 32, 32]);
      const x = viewOf(machine, "float32", values, [40, 30, 30, 3, 3]);
      fold(machine)([x], [y], { sizes: [32, 32], stride: [1, 1], dilation: [1, 1] });
      return y;
    });
  });
});
