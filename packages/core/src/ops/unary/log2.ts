import type { Tensor } from "../../tensor/tensor";
import { applyUnary } from "./apply-unary";

/** Logarithm to base 2. */
export function log2(x: Tensor): Tensor {
  return applyUnary("log2", x);
}
