import type { Tensor, TensorLike } from "../../tensor/tensor";
import { applyBinary } from "./apply-binary";

/** floor(a / b). */
export function floorDiv(a: TensorLike, b: TensorLike): Tensor {
  return applyBinary("floorDiv", a, b);
}
