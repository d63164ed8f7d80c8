import { dispatch } from "../../runtime/dispatch";
import { normalizeDim } from "../../shape";
import type { Tensor } from "../../tensor/tensor";

/** Picks along `dim`: y[..i..] = x[..index[..i..]..]; `index` is int32, and no larger than `x` in other dimensions. */
export function gather(x: Tensor, index: Tensor, { dim }: { dim: number }): Tensor {
  return dispatch("gather", [x, index], { dim: normalizeDim("gather", dim, x.ndim) });
}
