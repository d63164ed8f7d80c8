import { isFloat } from "../../dtype";
import { dispatch } from "../../runtime/dispatch";
import { normalizeDim } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { cast } from "../shape/cast";

/** The running product along `dim`. bool and uint8 multiply in int32. */
export function cumprod(x: Tensor, { dim }: { dim: number }): Tensor {
  const source = isFloat(x.dtype) ? x : cast(x, "int32");
  const axis = normalizeDim("cumprod", dim, x.ndim);
  return x.ndim === 0 ? source : dispatch("cumulative", [source], { op: "prod", dim: axis });
}
