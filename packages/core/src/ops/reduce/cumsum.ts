import { isFloat } from "../../dtype";
import { dispatch } from "../../runtime/dispatch";
import { normalizeDim } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { withCast } from "../shape/with-cast";

/** The running sum along `dim`. bool and uint8 sum up in int32. */
export function cumsum(x: Tensor, { dim }: { dim: number }): Tensor {
  const axis = normalizeDim("cumsum", dim, x.ndim);
  return withCast(x, isFloat(x.dtype) ? x.dtype : "int32", (source) =>
    x.ndim === 0 ? source : dispatch("cumulative", [source], { op: "sum", dim: axis }),
  );
}
