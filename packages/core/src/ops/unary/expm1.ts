import type { Tensor } from "../../tensor/tensor";
import { applyUnary } from "./apply-unary";

/** eˣ − 1, accurate near 0. */
export function expm1(x: Tensor): Tensor {
  return applyUnary("expm1", x);
}
