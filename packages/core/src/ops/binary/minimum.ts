import type { Tensor, TensorLike } from "../../tensor/tensor";
import { applyBinary } from "./apply-binary";

/** The smaller of a and b; NaN when either is. Equal values share the gradient. */
export function minimum(a: TensorLike, b: TensorLike): Tensor {
  return applyBinary("minimum", a, b);
}
