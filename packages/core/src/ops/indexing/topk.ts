import { ArgumentError } from "../../errors";
import { scope } from "../../runtime/scope";
import { formatShape, normalizeDim } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { narrow } from "../shape/narrow";
import type { ValuesAndIndices } from "../reduce/extreme-along";
import { sort } from "./sort";

export interface TopkOptions {
  /** Default −1. */
  dim?: number;
  /** The largest (the default) or the smallest. */
  largest?: boolean;
  /** They always come in order; here for PyTorch's signature. */
  sorted?: boolean;
}

/** The `k` largest or smallest elements along `dim`, best first, and their int32 indices. */
export function topk(x: Tensor, k: number, { dim = -1, largest = true }: TopkOptions = {}): ValuesAndIndices {
  const axis = normalizeDim("topk", dim, x.ndim);
  const size = x.shape[axis] ?? 1;
  if (!Number.isInteger(k) || k < 0 || k > size) {
    throw new ArgumentError(
      `topk: k must be an integer from 0 to ${size}, the size of dimension ${axis} of ${formatShape(x.shape)}, got ${k}`,
    );
  }
  return scope(() => {
    const { values, indices } = sort(x, { dim: axis, descending: largest });
    if (x.ndim === 0) return { values, indices };
    return { values: narrow(values, axis, 0, k), indices: narrow(indices, axis, 0, k) };
  });
}
