import type { View } from "@nn/core";
import { describe, expect, it } from "vitest";
import { binary } from "../src/kernels/binary";
import { copy } from "../src/kernels/copy";
import { reduce } from "../src/kernels/reduce";
import { flatStep, rows } from "../src/strided";
import { flipped, permuted, values, view } from "./views";

const counting = (shape: number[], offset = 0): View => view("float32", shape, (i) => i, offset);

/** One of each way for a view of [3,4,5] to lie in memory. */
const layouts: Record<string, View> = {
  contiguous: counting([3, 4, 5]),
  offset: counting([3, 4, 5], 7),
  permuted: permuted(counting([5, 3, 4]), [1, 2, 0]),
  flipped: flipped(flipped(counting([3, 4, 5]), 0), 2),
  "row repeated": { ...counting([3, 4, 5]), strides: [0, 0, 1] },
  "column repeated": { ...counting([3, 4, 5]), strides: [4, 1, 0] },
  constant: { ...counting([3, 4, 5]), strides: [0, 0, 0] },
  overlapping: { ...counting([3, 4, 5]), strides: [2, 1, 1] },
  "every other": { ...counting([3, 4, 10]), shape: [3, 4, 5], strides: [40, 10, 2] },
};

describe.each(Object.entries(layouts))("a view that is %s", (_, x) => {
  it("is copied in order", () => {
    const y = view("float32", [3, 4, 5], () => NaN, 2);
    copy([x], [y], {});
    expect(values(y)).toEqual(values(x));
  });

  it.each(Object.entries(layouts))("is added to one that is %s", (__, other) => {
    const y = view("float32", [3, 4, 5], () => NaN, 2);
    binary([x, other], [y], { op: "add" });
    const terms = values(other);
    expect(values(y)).toEqual(values(x).map((value, i) => value + terms[i]));
  });

  it.each([[[0]], [[1]], [[2]], [[0, 2]], [[1, 2]], [[0, 1, 2]], [[]]])("is summed over dims %j", (dims) => {
    const kept = [3, 4, 5].filter((_size, d) => !dims.includes(d));
    const y = view("float32", kept, () => NaN, 1);
    reduce([x], [y], { op: "sum", dims, keepdim: false });
    const expected = new Map<string, number>();
    values(x).forEach((value, i) => {
      const place = [Math.floor(i / 20), Math.floor(i / 5) % 4, i % 5].filter((_at, d) => !dims.includes(d)).join();
      expected.set(place, (expected.get(place) ?? 0) + value);
    });
    expect(values(y)).toEqual([...expected.values()]);
  });
});

describe("a walk", () => {
  it("is one row where every tensor advances evenly", () => {
    const { length, steps, starts } = rows([2, 3, 4], [12, 4, 1], [0, 0, 0], [-12, -4, -1]);
    expect([length, steps, starts[0].length]).toEqual([24, [1, 0, -1], 1]);
  });

  it("skips dimensions of size 1 whatever their stride", () => {
    expect(rows([2, 1, 3], [3, 99, 1]).length).toBe(6);
    expect(flatStep({ ...counting([2, 1, 3]), strides: [3, 99, 1] })).toBe(1);
  });

  it("breaks where one tensor jumps", () => {
    const { length, starts } = rows([2, 3], [3, 1], [1, 2]);
    expect([length, [...starts[0]], [...starts[1]]]).toEqual([3, [0, 3], [0, 1]]);
    expect(flatStep({ ...counting([2, 3]), strides: [1, 2] })).toBeNaN();
  });
});
