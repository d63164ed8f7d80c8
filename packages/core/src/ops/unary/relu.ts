import type { Tensor } from "../../tensor/tensor";
import { applyUnary } from "./apply-unary";

/** max(x, 0); its gradient at 0 is 0. */
export function relu(x: Tensor): Tensor {
  return applyUnary("relu", x);
}
