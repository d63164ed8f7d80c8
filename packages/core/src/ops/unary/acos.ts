import type { Tensor } from "../../tensor/tensor";
import { applyUnary } from "./apply-unary";

/** Inverse cosine in radians; NaN outside [−1, 1]. */
export function acos(x: Tensor): Tensor {
  return applyUnary("acos", x);
}
