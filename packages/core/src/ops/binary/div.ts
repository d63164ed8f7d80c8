import type { Tensor, TensorLike } from "../../tensor/tensor";
import { applyBinary } from "./apply-binary";

/** a / b, broadcast; integers become float32. */
export function div(a: TensorLike, b: TensorLike): Tensor {
  return applyBinary("div", a, b, true);
}
