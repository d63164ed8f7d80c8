import type { Tensor } from "../../tensor/tensor";
import { applyUnary } from "./apply-unary";

/** The error function. */
export function erf(x: Tensor): Tensor {
  return applyUnary("erf", x);
}
