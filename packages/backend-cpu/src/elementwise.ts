import { sizeOf, type TypedArray, type View } from "@nn/core";
import { data, flatStep, rows } from "./strided";

/**
 * Fills y[j .. end) from a[i], a[i + s], ... and, in ops of more arguments, from b (k, t) and c (l, u) likewise.
 * One such loop per op lets the engine inline its arithmetic.
 */
export type Loop = (
  y: TypedArray,
  j: number,
  end: number,
  a: TypedArray,
  i: number,
  s: number,
  b: TypedArray,
  k: number,
  t: number,
  c: TypedArray,
  l: number,
  u: number,
) => void;

/** Runs `loop` over all of contiguous `y`: at once where every input advances evenly, else row by row. */
export function elementwise(loop: Loop, y: View, a: View, b: View = a, c: View = b): void {
  const s = flatStep(a);
  const t = b === a ? s : flatStep(b);
  const u = c === b ? t : flatStep(c);
  let j = y.offset;
  // NaN, the step of an uneven input, spoils the sum.
  if (s + t + u === s + t + u) {
    loop(data(y), j, j + sizeOf(y.shape), data(a), a.offset, s, data(b), b.offset, t, data(c), c.offset, u);
    return;
  }
  const { length, steps, starts } = rows(y.shape, a.strides, b.strides, c.strides);
  for (let r = 0; r < starts[0].length; r++, j += length) {
    loop(
      data(y), j, j + length,
      data(a), a.offset + starts[0][r], steps[0],
      data(b), b.offset + starts[1][r], steps[1],
      data(c), c.offset + starts[2][r], steps[2],
    ); // oxfmt-ignore
  }
}
