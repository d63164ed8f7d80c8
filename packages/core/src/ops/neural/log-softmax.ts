import { logSoftmaxSpec } from "../../fused/log-softmax";
import { dispatchFused } from "../../runtime/dispatch";
import type { Tensor } from "../../tensor/tensor";
import { alongDim } from "./along-dim";

/** The logarithm of `softmax`, accurate where that is close to 0 or 1. */
export function logSoftmax(x: Tensor, { dim }: { dim: number }): Tensor {
  return alongDim("logSoftmax", x, dim, (t, axis) => dispatchFused(logSoftmaxSpec, [t], { dim: axis })[0]);
}
