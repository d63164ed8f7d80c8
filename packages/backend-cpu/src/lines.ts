import { sizeOf, type TypedArray } from "@nn/core";

/** Calls `visit` for each line along `dim` of a contiguous tensor: `size` elements `step` apart from `start` on. */
export function forEachLine(
  shape: readonly number[],
  dim: number,
  visit: (start: number, size: number, step: number) => void,
): void {
  const size = shape[dim] ?? 1;
  const step = sizeOf(shape.slice(dim + 1));
  const total = sizeOf(shape);
  for (let outer = 0; outer < total; outer += size * step) {
    for (let start = outer; start < outer + step; start++) visit(start, size, step);
  }
}

export function maxOf(x: TypedArray, i: number, size: number, step: number): number {
  let max = -Infinity;
  for (let n = 0; n < size; n++, i += step) max = Math.max(max, x[i]);
  return max;
}

/** log Σ exp(x), shifted by the maximum so that nothing overflows. */
export function logSumExp(x: TypedArray, i: number, size: number, step: number): number {
  const max = maxOf(x, i, size, step);
  let sum = 0;
  for (let n = 0; n < size; n++, i += step) sum += Math.exp(x[i] - max);
  return max + Math.log(sum);
}
