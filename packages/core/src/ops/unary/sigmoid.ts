import type { Tensor } from "../../tensor/tensor";
import { applyUnary } from "./apply-unary";

/** 1 / (1 + e⁻ˣ), stable at both ends. */
export function sigmoid(x: Tensor): Tensor {
  return applyUnary("sigmoid", x);
}
