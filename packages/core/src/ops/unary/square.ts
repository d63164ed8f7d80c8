import type { Tensor } from "../../tensor/tensor";
import { applyUnary } from "./apply-unary";

/** x², elementwise. */
export function square(x: Tensor): Tensor {
  return applyUnary("square", x);
}
