import type { Tensor } from "../../tensor/tensor";
import { applyUnary } from "./apply-unary";

/** Cosine of x in radians. */
export function cos(x: Tensor): Tensor {
  return applyUnary("cos", x);
}
