import type { Tensor } from "../../tensor/tensor";
import { applyUnary } from "./apply-unary";

/** Sine of x in radians. */
export function sin(x: Tensor): Tensor {
  return applyUnary("sin", x);
}
