import type { ReduceOp } from "../../backend";
import { dispatch } from "../../runtime/dispatch";
import { normalizeDims } from "../../shape";
import type { Tensor } from "../../tensor/tensor";

export interface ReduceOptions {
  /** The dimension or dimensions to reduce; all when absent. */
  dim?: number | readonly number[];
  /** Keep reduced dimensions with size 1. */
  keepdim?: boolean;
}

/** Reduces over the dimensions that `options` name. */
export function reduceDims(op: ReduceOp, x: Tensor, { dim, keepdim = false }: ReduceOptions): Tensor {
  return dispatch("reduce", [x], { op, dims: normalizeDims(op, dim, x.ndim), keepdim });
}

/** How many elements of `x` are reduced into one. */
export function reducedCount(op: string, x: Tensor, dim: ReduceOptions["dim"]): number {
  return normalizeDims(op, dim, x.ndim).reduce((count, d) => count * x.shape[d], 1);
}
