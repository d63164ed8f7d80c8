import { rowMajorStrides, sizeOf, type Shape } from "@nn/core";

/**
 * For every element of `from` in row-major order, the flat position in `to` of its coordinates; coordinate `i` of
 * dimension `d` becomes `move(i, d, flat)`, or 0 where `to` has size 1.
 */
export function positionsOf(
  from: Shape,
  to: Shape,
  move: (i: number, d: number, flat: number) => number = (i, d) => (to[d] === 1 ? 0 : i),
): Int32Array {
  const strides = rowMajorStrides(to);
  const out = new Int32Array(sizeOf(from));
  const index = from.map(() => 0);
  for (let flat = 0; flat < out.length; flat++) {
    for (let d = 0; d < from.length; d++) out[flat] += move(index[d], d, flat) * strides[d];
    for (let d = from.length - 1; d >= 0 && ++index[d] === from[d]; d--) index[d] = 0;
  }
  return out;
}

/** The flat positions of every line of `shape` along `dim`, lines in row-major order. */
export function rowsOf(shape: Shape, dim: number): number[][] {
  if (shape.length === 0) return [[0]];
  const size = shape[dim];
  const step = rowMajorStrides(shape)[dim];
  const lines = shape.map((s, d) => (d === dim ? 1 : s));
  return [...positionsOf(lines, shape, (i) => i)].map((start) =>
    Array.from({ length: size }, (_, i) => start + i * step),
  );
}
