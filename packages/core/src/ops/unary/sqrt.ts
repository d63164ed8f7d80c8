import type { Tensor } from "../../tensor/tensor";
import { applyUnary } from "./apply-unary";

/** Square root; NaN below 0. */
export function sqrt(x: Tensor): Tensor {
  return applyUnary("sqrt", x);
}
