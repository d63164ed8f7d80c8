import type { Tensor, TensorLike } from "../../tensor/tensor";
import { applyCompare } from "./apply-compare";

/** a ≠ b, broadcast, as bool. */
export function ne(a: TensorLike, b: TensorLike): Tensor {
  return applyCompare("ne", a, b);
}
