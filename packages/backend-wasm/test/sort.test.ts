import { sizeOf, type DType } from "@nn/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sort } from "../src/kernels/sort";
import type { Machine } from "../src/machine/machine";
import { backwards, firstDifference, numbers, outputOf, resultOf, startMachine, viewOf } from "./views";

let one: Machine;
let two: Machine;
beforeAll(async () => {
  [one, two] = await Promise.all([startMachine(1), startMachine(2)]);
});
afterAll(() => two.dispose());

/** Ascending, NaN last. */
function compare(a: number, b: number): number {
  if (a !== a || b !== b) return Number(a !== a) - Number(b !== b);
  return a < b ? -1 : Number(a > b);
}

/** Sorts along `dim` and compares with what a stable sort of each line gives. */
function check(
  machine: Machine,
  dtype: DType,
  data: ArrayLike<number>,
  shape: readonly number[],
  dim: number,
  descending: boolean,
): void {
  const x = viewOf(machine, dtype, data, shape);
  const [values, indices] = [outputOf(machine, dtype, shape), outputOf(machine, "int32", shape)];
  sort(machine)([x], [values, indices], { dim, descending });
  const expectedValues = new Float64Array(data.length);
  const expectedIndices = new Float64Array(data.length);
  const size = shape[dim] ?? 1;
  const step = sizeOf(shape.slice(dim + 1));
  for (let line = 0; line < data.length / size; line++) {
    const start = Math.floor(line / step) * size * step + (line % step);
    const order = Array.from({ length: size }, (_, i) => i);
    const at = (i: number): number => data[start + i * step];
    order.sort((i, j) => (descending ? compare(at(j), at(i)) : compare(at(i), at(j))));
    order.forEach((from, i) => {
      expectedIndices[start + i * step] = from;
      expectedValues[start + i * step] = at(from);
    });
  }
  expect(firstDifference(resultOf(machine, indices), expectedIndices)).toBe(-1);
  expect(firstDifference(resultOf(machine, values), expectedValues)).toBe(-1);
  for (const view of [x, values, indices]) machine.free(view.buffer as never);
}

/** Values of all kinds that `dtype` holds, with many equals. */
function data(dtype: DType, length: number, seed: number): number[] {
  const random = numbers(seed);
  const specials = [NaN, Infinity, -Infinity, 0, -0, 2 ** -149, -(2 ** -149), 1, -1];
  return Array.from({ length }, () => {
    const kind = random();
    if (dtype === "bool") return Number(kind < 0.5);
    if (dtype === "uint8") return Math.floor(random() * 256);
    if (dtype === "int32") return kind < 0.3 ? Math.floor(random() * 4) - 2 : (random() * 2 ** 32) | 0;
    if (kind < 0.3) return specials[Math.floor(random() * specials.length)];
    const value = (random() - 0.5) * 2 ** Math.floor(random() * 80 - 40);
    return dtype === "float32" ? Math.fround(value) : value;
  });
}

describe.each(["float32", "float64", "int32", "uint8", "bool"] as const)("sort %s", (dtype) => {
  it.each([1, 2, 3, 31, 47, 48, 49, 50, 64, 257, 1000])("lines of %i", (size) => {
    for (const descending of [false, true]) {
      check(one, dtype, data(dtype, 3 * size, size), [3, size], 1, descending);
      check(one, dtype, data(dtype, 6 * size, size), [2, size, 3], 1, descending);
      check(one, dtype, data(dtype, 2 * size, size), [size, 2], 0, descending);
    }
  });
});

describe("sort", () => {
  it("a number", () => {
    check(one, "float32", [3], [], 0, false);
  });

  it("takes NaN of any sign and payload as equal", () => {
    const bits = [0x7fc00001, 0xffc00000 | 0, 0x3f800000, 0x7fc00000, 0xffc00001 | 0];
    const x = { ...viewOf(one, "int32", bits, [5]), dtype: "float32" as const };
    for (const [descending, order] of [
      [false, [2, 0, 1, 3, 4]],
      [true, [0, 1, 3, 4, 2]],
    ] as const) {
      const [values, indices] = [outputOf(one, "int32", [5]), outputOf(one, "int32", [5])];
      sort(one)([x], [{ ...values, dtype: "float32" }, indices], { dim: 0, descending });
      expect(Array.from(resultOf(one, indices))).toEqual(order);
      expect(Array.from(resultOf(one, values))).toEqual(order.map((i) => bits[i]));
    }
  });

  it("the extremes of int32", () => {
    check(one, "int32", [2 ** 31 - 1, -(2 ** 31), 0, -1, 1, -(2 ** 31), 2 ** 31 - 1], [7], 0, false);
    check(one, "int32", [2 ** 31 - 1, -(2 ** 31), 0, -1, 1, -(2 ** 31), 2 ** 31 - 1], [7], 0, true);
  });

  it.each([
    ["float32", 131_000],
    ["float64", 66_000],
  ] as const)("lines beyond a thread's own memory (%s)", (dtype, size) => {
    const values = data(dtype, 2 * size, 5);
    check(one, dtype, values, [2, size], 1, false);
    check(two, dtype, values, [2, size], 1, true);
  });

  it.each([
    ["sorted", (i: number): number => i],
    ["reversed", (i: number): number => -i],
    ["equal", (): number => 1],
  ])("%s input", (_, value) => {
    check(
      one,
      "float32",
      Float32Array.from({ length: 5000 }, (__, i) => value(i)),
      [5000],
      0,
      false,
    );
  });

  it("on two threads and in parts", () => {
    for (const machine of [two, backwards(one)]) {
      check(machine, "float32", data("float32", 80_000, 6), [800, 100], 1, false);
      check(machine, "float32", data("float32", 80_000, 7), [100, 800], 0, true);
    }
  });
});
