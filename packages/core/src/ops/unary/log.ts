import type { Tensor } from "../../tensor/tensor";
import { applyUnary } from "./apply-unary";

/** Natural logarithm; −∞ at 0, NaN below. */
export function log(x: Tensor): Tensor {
  return applyUnary("log", x);
}
