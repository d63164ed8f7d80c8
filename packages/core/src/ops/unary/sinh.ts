import type { Tensor } from "../../tensor/tensor";
import { applyUnary } from "./apply-unary";

/** Hyperbolic sine. */
export function sinh(x: Tensor): Tensor {
  return applyUnary("sinh", x);
}
