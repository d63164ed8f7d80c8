import { softmaxSpec } from "../../fused/softmax";
import { dispatchFused } from "../../runtime/dispatch";
import type { Tensor } from "../../tensor/tensor";
import { alongDim } from "./along-dim";

/** eˣ scaled to sum up to 1 along `dim`; rows of nothing but −∞ give NaN. */
export function softmax(x: Tensor, { dim }: { dim: number }): Tensor {
  return alongDim("softmax", x, dim, (t, axis) => dispatchFused(softmaxSpec, [t], { dim: axis })[0]);
}
