import type { Tensor, TensorLike } from "../../tensor/tensor";
import { applyBinary } from "./apply-binary";

/** a − b, broadcast. */
export function sub(a: TensorLike, b: TensorLike): Tensor {
  return applyBinary("sub", a, b);
}
