import { dispatch } from "../../runtime/dispatch";
import { normalizeDim } from "../../shape";
import type { Tensor } from "../../tensor/tensor";

/** `x` with `src` added at y[..index[..i..]..] along `dim`; repeated indices add up. */
export function scatterAdd(x: Tensor, index: Tensor, src: Tensor, { dim }: { dim: number }): Tensor {
  return dispatch("scatterAdd", [x, index, src], { dim: normalizeDim("scatterAdd", dim, x.ndim) });
}
