import type { Tensor, TensorLike } from "../../tensor/tensor";
import { applyBinary } from "./apply-binary";

/** a − b · floor(a / b): the remainder with the sign of b. */
export function remainder(a: TensorLike, b: TensorLike): Tensor {
  return applyBinary("remainder", a, b);
}
