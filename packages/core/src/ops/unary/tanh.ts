import type { Tensor } from "../../tensor/tensor";
import { applyUnary } from "./apply-unary";

/** Hyperbolic tangent. */
export function tanh(x: Tensor): Tensor {
  return applyUnary("tanh", x);
}
