import type { Tensor } from "../../tensor/tensor";
import { applyUnary } from "./apply-unary";

/** −x, elementwise. */
export function neg(x: Tensor): Tensor {
  return applyUnary("neg", x);
}
