import { isFloat } from "../../dtype";
import { dispatch } from "../../runtime/dispatch";
import { normalizeDim } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { withCast } from "../shape/with-cast";

/** The running product along `dim`. bool and uint8 multiply in int32. */
export function cumprod(x: Tensor, { dim }: { dim: number }): Tensor {
  const axis = normalizeDim("cumprod", dim, x.ndim);
  return withCast(x, isFloat(x.dtype) ? x.dtype : "int32", (source) =>
    x.ndim === 0 ? source : dispatch("cumulative", [source], { op: "prod", dim: axis }),
  );
}
