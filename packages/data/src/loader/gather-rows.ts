import type { TypedArray } from "@nn/core";

/** Rows shorter than this are copied by loops: a call per row costs more than their elements. */
const SHORT = 16;

/** Writes the rows of `size` elements that `order` names to `out`, one after the other. */
export function gatherRows(data: TypedArray, size: number, order: Uint32Array, out: TypedArray): void {
  // Between element types `set` is slower than a loop.
  if (size < SHORT || data.constructor !== out.constructor) {
    for (let i = 0, to = 0; i < order.length; i++) {
      for (let from = order[i] * size, end = from + size; from < end; from++) out[to++] = data[from];
    }
  } else {
    for (let i = 0; i < order.length; i++) out.set(data.subarray(order[i] * size, (order[i] + 1) * size), i * size);
  }
}
