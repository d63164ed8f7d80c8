import type { Tensor, TensorLike } from "../../tensor/tensor";
import { applyBinary } from "./apply-binary";

/** The larger of a and b; NaN when either is. Equal values share the gradient. */
export function maximum(a: TensorLike, b: TensorLike): Tensor {
  return applyBinary("maximum", a, b);
}
