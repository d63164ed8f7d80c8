import { sizeOf } from "@nn/core";

/** The lines of a contiguous tensor along `dim`: element `i` of line `n` is at ⌊n / step⌋ · step · length + n mod step + i · step. */
export function linesOf(
  shape: readonly number[],
  dim: number,
): { readonly lines: number; readonly length: number; readonly step: number } {
  const length = shape[dim] ?? 1;
  return { lines: sizeOf(shape) / length, length, step: sizeOf(shape.slice(dim + 1)) };
}
