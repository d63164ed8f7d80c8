import type { FusedOps } from "../../fused/fused-ops";
import { sgdStepSpec } from "../../fused/sgd-step";
import { dispatchUpdate } from "../../runtime/dispatch";
import type { Tensor } from "../../tensor/tensor";

/** One step of gradient descent: updates `param`, and `velocity` where there is momentum, in place. */
export function sgdStep(param: Tensor, grad: Tensor, velocity: Tensor | undefined, attrs: FusedOps["sgdStep"]): void {
  dispatchUpdate(sgdStepSpec, velocity ? [param, grad, velocity] : [param, grad], attrs);
}
