import type { Tensor } from "../../tensor/tensor";
import { applyUnary } from "./apply-unary";

/** Tangent of x in radians. */
export function tan(x: Tensor): Tensor {
  return applyUnary("tan", x);
}
