import { adamStepSpec } from "../../fused/adam-step";
import type { FusedOps } from "../../fused/fused-ops";
import { dispatchUpdate } from "../../runtime/dispatch";
import type { Tensor } from "../../tensor/tensor";

/**
 * One step of Adam or AdamW: updates `param`, the running means `m` of gradients and `v` of their squares, and the
 * largest `v` so far in `vmax` (AMSGrad), in place.
 */
export function adamStep(
  param: Tensor,
  grad: Tensor,
  m: Tensor,
  v: Tensor,
  vmax: Tensor | undefined,
  attrs: FusedOps["adamStep"],
): void {
  dispatchUpdate(adamStepSpec, vmax ? [param, grad, m, v, vmax] : [param, grad, m, v], attrs);
}
