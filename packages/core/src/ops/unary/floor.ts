import type { Tensor } from "../../tensor/tensor";
import { applyUnary } from "./apply-unary";

/** The largest integer not above x. */
export function floor(x: Tensor): Tensor {
  return applyUnary("floor", x);
}
