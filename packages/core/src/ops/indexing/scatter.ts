import { dispatch } from "../../runtime/dispatch";
import { normalizeDim } from "../../shape";
import type { Tensor } from "../../tensor/tensor";

/** A copy of `x` with y[..index[..i..]..] = src[..i..] along `dim`; where indices repeat, the last write wins. */
export function scatter(x: Tensor, index: Tensor, src: Tensor, { dim }: { dim: number }): Tensor {
  return dispatch("scatter", [x, index, src], { dim: normalizeDim("scatter", dim, x.ndim) });
}
