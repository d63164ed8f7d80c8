import type { Tensor } from "../../tensor/tensor";
import { applyUnary } from "./apply-unary";

/** The smallest integer not below x. */
export function ceil(x: Tensor): Tensor {
  return applyUnary("ceil", x);
}
