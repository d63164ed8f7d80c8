import type { Tensor } from "../../tensor/tensor";
import { applyUnary } from "./apply-unary";

/** 1 / √x. */
export function rsqrt(x: Tensor): Tensor {
  return applyUnary("rsqrt", x);
}
