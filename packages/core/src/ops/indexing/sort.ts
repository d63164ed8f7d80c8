import { dispatchAll } from "../../runtime/dispatch";
import { normalizeDim } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { zeros } from "../creation/zeros";
import type { ValuesAndIndices } from "../reduce/extreme-along";

export interface SortOptions {
  /** Default −1. */
  dim?: number;
  /** Largest first. */
  descending?: boolean;
}

/** Sorts along `dim`, equal elements in their order, NaN as the largest; `indices` say where each element stood. */
export function sort(x: Tensor, { dim = -1, descending = false }: SortOptions = {}): ValuesAndIndices {
  const axis = normalizeDim("sort", dim, x.ndim);
  if (x.ndim === 0) return { values: x, indices: zeros([], { dtype: "int32", backend: x.backend }) };
  const [values, indices] = dispatchAll("sort", [x], { dim: axis, descending });
  return { values, indices };
}
