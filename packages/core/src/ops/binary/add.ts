import type { Tensor, TensorLike } from "../../tensor/tensor";
import { applyBinary } from "./apply-binary";

/** a + b, broadcast. */
export function add(a: TensorLike, b: TensorLike): Tensor {
  return applyBinary("add", a, b);
}
