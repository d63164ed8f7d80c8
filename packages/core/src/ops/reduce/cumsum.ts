import { isFloat } from "../../dtype";
import { dispatch } from "../../runtime/dispatch";
import { normalizeDim } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { cast } from "../shape/cast";

/** The running sum along `dim`. bool and uint8 sum up in int32. */
export function cumsum(x: Tensor, { dim }: { dim: number }): Tensor {
  const source = isFloat(x.dtype) ? x : cast(x, "int32");
  const axis = normalizeDim("cumsum", dim, x.ndim);
  return x.ndim === 0 ? source : dispatch("cumulative", [source], { op: "sum", dim: axis });
}
