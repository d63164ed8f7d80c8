import type { Tensor } from "../../tensor/tensor";
import { applyUnary } from "./apply-unary";

/** eˣ, elementwise. */
export function exp(x: Tensor): Tensor {
  return applyUnary("exp", x);
}
