import type { Tensor } from "../../tensor/tensor";
import { applyUnary } from "./apply-unary";

/** Hyperbolic cosine. */
export function cosh(x: Tensor): Tensor {
  return applyUnary("cosh", x);
}
