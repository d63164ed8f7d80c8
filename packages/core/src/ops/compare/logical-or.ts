import type { Tensor, TensorLike } from "../../tensor/tensor";
import { applyCompare } from "./apply-compare";

/** True where a or b is not 0, as bool. */
export function logicalOr(a: TensorLike, b: TensorLike): Tensor {
  return applyCompare("logicalOr", a, b);
}
