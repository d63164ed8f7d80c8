import type { Kernel, Primitives } from "@nn/core";
import { forEachLine } from "../lines";
import { elements } from "../strided";

/** NaN is the largest value; `sign` −1 turns the order round. */
function isBefore(a: number, b: number, sign: number): boolean {
  return sign * a < sign * b || (sign > 0 ? b !== b && a === a : a !== a && b === b);
}

/** Merges ever longer sorted runs of `order` by the keys it points to; `spare` is as long. */
function mergeSort(order: Int32Array, spare: Int32Array, keys: Float64Array, sign: number): Int32Array {
  const size = order.length;
  for (let run = 1; run < size; run *= 2, [order, spare] = [spare, order]) {
    for (let start = 0; start < size; start += 2 * run) {
      const middle = Math.min(start + run, size);
      const end = Math.min(middle + run, size);
      let left = start;
      let right = middle;
      for (let i = start; i < end; i++) {
        const takesRight = left === middle || (right < end && isBefore(keys[order[right]], keys[order[left]], sign));
        spare[i] = order[takesRight ? right++ : left++];
      }
    }
  }
  return order;
}

export const sort: Kernel<Primitives["sort"]> = ([x], [values, indices], { dim, descending }) => {
  const from = elements(x);
  const toValues = elements(values);
  const toIndices = elements(indices);
  const length = x.shape[dim] ?? 1;
  const keys = new Float64Array(length);
  const order = new Int32Array(length);
  const spare = new Int32Array(length);
  forEachLine(x.shape, dim, (start, size, step) => {
    for (let n = 0; n < size; n++) {
      keys[n] = from[start + n * step];
      order[n] = n;
    }
    const sorted = mergeSort(order, spare, keys, descending ? -1 : 1);
    for (let n = 0; n < size; n++) {
      toValues[start + n * step] = keys[sorted[n]];
      toIndices[start + n * step] = sorted[n];
    }
  });
};
