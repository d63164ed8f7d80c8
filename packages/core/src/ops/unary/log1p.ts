import type { Tensor } from "../../tensor/tensor";
import { applyUnary } from "./apply-unary";

/** ln(1 + x), accurate near 0. */
export function log1p(x: Tensor): Tensor {
  return applyUnary("log1p", x);
}
