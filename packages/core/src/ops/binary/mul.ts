import type { Tensor, TensorLike } from "../../tensor/tensor";
import { applyBinary } from "./apply-binary";

/** a · b, broadcast. */
export function mul(a: TensorLike, b: TensorLike): Tensor {
  return applyBinary("mul", a, b);
}
