import type { Tensor } from "../../tensor/tensor";
import { applyUnary } from "./apply-unary";

/** Inverse tangent in radians. */
export function atan(x: Tensor): Tensor {
  return applyUnary("atan", x);
}
