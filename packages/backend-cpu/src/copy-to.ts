import type { TypedArray, View } from "@nn/core";
import { data, rows } from "./strided";

/** Up to this many elements a loop beats a block copy. */
const SHORT = 48;

/** Copies `x` to places `strides` apart from `offset` on. */
export function copyTo(to: TypedArray, offset: number, strides: readonly number[], x: View): void {
  const from = data(x);
  const { length, steps, starts } = rows(x.shape, x.strides, strides);
  const [s, t] = steps;
  for (let r = 0; r < starts[0].length; r++) {
    let i = x.offset + starts[0][r];
    let j = offset + starts[1][r];
    if (s === 1 && t === 1 && length > SHORT) to.set(from.subarray(i, i + length), j);
    else for (let n = 0; n < length; n++, i += s, j += t) to[j] = from[i];
  }
}
