import type { Tensor, TensorLike } from "../../tensor/tensor";
import { applyCompare } from "./apply-compare";

/** True where both a and b are not 0, as bool. */
export function logicalAnd(a: TensorLike, b: TensorLike): Tensor {
  return applyCompare("logicalAnd", a, b);
}
