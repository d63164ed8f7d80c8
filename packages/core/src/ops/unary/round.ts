import type { Tensor } from "../../tensor/tensor";
import { applyUnary } from "./apply-unary";

/** The nearest integer; halves go to the even one. */
export function round(x: Tensor): Tensor {
  return applyUnary("round", x);
}
