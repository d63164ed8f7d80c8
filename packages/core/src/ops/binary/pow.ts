import type { Tensor, TensorLike } from "../../tensor/tensor";
import { applyBinary } from "./apply-binary";

/** aᵇ, broadcast. */
export function pow(a: TensorLike, b: TensorLike): Tensor {
  return applyBinary("pow", a, b);
}
