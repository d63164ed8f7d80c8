import type { Tensor } from "../../tensor/tensor";
import { applyUnary } from "./apply-unary";

/** |x|, elementwise. */
export function abs(x: Tensor): Tensor {
  return applyUnary("abs", x);
}
