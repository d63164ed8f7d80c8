import type { Tensor } from "../../tensor/tensor";
import { applyUnary } from "./apply-unary";

/** Inverse sine in radians; NaN outside [−1, 1]. */
export function asin(x: Tensor): Tensor {
  return applyUnary("asin", x);
}
