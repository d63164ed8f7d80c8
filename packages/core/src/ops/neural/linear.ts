import { linearSpec } from "../../fused/linear";
import { dispatchFused } from "../../runtime/dispatch";
import type { Tensor } from "../../tensor/tensor";

/** x · weightᵀ + bias: x [..., in], weight [out, in] and bias [out] give [..., out]. */
export function linear(x: Tensor, weight: Tensor, bias?: Tensor): Tensor {
  return dispatchFused(linearSpec, bias ? [x, weight, bias] : [x, weight], {})[0];
}
