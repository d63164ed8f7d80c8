import { normalizeDims } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { reshape } from "./reshape";

/** Leaves out dimensions of size 1: those of `dim` (all when absent) that have it. A view. */
export function squeeze(x: Tensor, dim?: number | readonly number[]): Tensor {
  const dims = normalizeDims("squeeze", dim, x.ndim);
  return reshape(
    x,
    x.shape.filter((size, i) => size !== 1 || !dims.includes(i)),
  );
}
