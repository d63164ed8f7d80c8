import { siluSpec } from "../../fused/silu";
import { dispatchFused } from "../../runtime/dispatch";
import type { Tensor } from "../../tensor/tensor";

/** x · sigmoid(x), also called swish. */
export function silu(x: Tensor): Tensor {
  return dispatchFused(siluSpec, [x], {})[0];
}
