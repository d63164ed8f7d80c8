import { describe, expect, it } from "vitest";
import type { View } from "../src/backend";
import { rowMajorStrides, sizeOf, type Shape } from "../src/shape";
import { expandView, isContiguous, permuteView, reshapeView, sliceView, windowsView } from "../src/view";

/** A contiguous view over 0, 1, 2, ... */
function counting(shape: Shape, offset = 0): View {
  return { buffer: {}, dtype: "int32", shape, strides: rowMajorStrides(shape), offset };
}

/** The buffer positions that a view visits, in row-major order. */
function positions({ shape, strides, offset }: View): number[] {
  const walk = (dim: number, at: number): number[] =>
    dim === shape.length
      ? [at]
      : Array.from({ length: shape[dim] }, (_, i) => walk(dim + 1, at + i * strides[dim])).flat();
  return walk(0, offset);
}

describe("views", () => {
  it("permute", () => {
    expect(positions(permuteView(counting([2, 3]), [1, 0]))).toEqual([0, 3, 1, 4, 2, 5]);
  });

  it("expand with stride 0", () => {
    expect(positions(expandView(counting([2, 1]), [2, 2, 3]))).toEqual([0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1]);
  });

  it("slice forwards and backwards", () => {
    expect(positions(sliceView(counting([6]), [1], [3], [2]))).toEqual([1, 3, 5]);
    expect(positions(sliceView(counting([6]), [5], [3], [-2]))).toEqual([5, 3, 1]);
    expect(positions(sliceView(counting([2, 3]), [1, 2], [1, 3], [1, -1]))).toEqual([5, 4, 3]);
  });

  it("give overlapping windows", () => {
    expect(positions(windowsView(counting([5]), [3], [1], [1]))).toEqual([0, 1, 2, 1, 2, 3, 2, 3, 4]);
    expect(windowsView(counting([2, 5, 5]), [3, 2], [2, 1], [1, 2]).shape).toEqual([2, 2, 3, 3, 2]);
  });

  it("know what is contiguous", () => {
    expect(isContiguous(counting([2, 3], 7))).toBe(true);
    expect(isContiguous(permuteView(counting([2, 3]), [1, 0]))).toBe(false);
    expect(isContiguous(permuteView(counting([1, 3]), [1, 0]))).toBe(true);
    expect(isContiguous(sliceView(counting([4, 3]), [1, 0], [2, 3], [1, 1]))).toBe(true);
    expect(isContiguous(expandView(counting([1]), [3]))).toBe(false);
    expect(isContiguous(permuteView(counting([0, 3]), [1, 0]))).toBe(true);
  });
});

describe("reshapeView", () => {
  const bases: View[] = [
    counting([2, 3, 4]),
    permuteView(counting([2, 3, 4]), [1, 2, 0]),
    permuteView(counting([2, 3, 4]), [0, 2, 1]),
    sliceView(counting([4, 6]), [0, 0], [4, 6], [1, 1]),
    sliceView(counting([8, 3]), [0, 0], [4, 3], [2, 1]),
    sliceView(counting([4, 6]), [3, 5], [4, 6], [-1, -1]),
    expandView(counting([4, 1]), [2, 4, 3]),
    sliceView(counting([4, 12]), [0, 0], [4, 6], [1, 2]),
  ];
  const shapes: Shape[] = [[24], [4, 6], [6, 4], [2, 12], [3, 8], [1, 24, 1], [2, 2, 6], [12, 2], [2, 1, 3, 4], [3, 4]];

  it("visits the same elements in the same order, or says that it takes a copy", () => {
    let views = 0;
    let copies = 0;
    for (const base of bases) {
      for (const shape of shapes) {
        if (sizeOf(shape) !== sizeOf(base.shape)) continue;
        const reshaped = reshapeView(base, shape);
        if (reshaped) {
          views++;
          expect(positions(reshaped)).toEqual(positions(base));
        } else copies++;
      }
    }
    expect(views).toBeGreaterThan(30);
    expect(copies).toBeGreaterThan(15);
  });

  it("splits and joins strided dimensions without copying", () => {
    const rows = sliceView(counting([8, 3]), [0, 0], [4, 3], [2, 1]);
    expect(reshapeView(rows, [2, 2, 3])?.strides).toEqual([12, 6, 1]);
    expect(reshapeView(rows, [12])).toBeUndefined();
  });
});
