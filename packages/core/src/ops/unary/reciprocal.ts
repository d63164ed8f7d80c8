import type { Tensor } from "../../tensor/tensor";
import { applyUnary } from "./apply-unary";

/** 1 / x, elementwise. */
export function reciprocal(x: Tensor): Tensor {
  return applyUnary("reciprocal", x);
}
