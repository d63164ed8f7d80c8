import type { TypedArray } from "@nn/core";

/** The rows of `size` elements that `order` names, one after the other. */
export function gatherRows(data: TypedArray, size: number, order: Uint32Array): TypedArray {
  const rows = new (data.constructor as new (length: number) => TypedArray)(order.length * size);
  // One call per row costs more than the elements of a short one.
  if (size < 16) {
    for (let i = 0, to = 0; i < order.length; i++) {
      for (let from = order[i] * size, end = from + size; from < end; from++) rows[to++] = data[from];
    }
  } else {
    for (let i = 0; i < order.length; i++) rows.set(data.subarray(order[i] * size, (order[i] + 1) * size), i * size);
  }
  return rows;
}
