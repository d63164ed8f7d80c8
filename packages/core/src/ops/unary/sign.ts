import type { Tensor } from "../../tensor/tensor";
import { applyUnary } from "./apply-unary";

/** −1, 0 or 1 by the sign of x; NaN stays NaN. */
export function sign(x: Tensor): Tensor {
  return applyUnary("sign", x);
}
