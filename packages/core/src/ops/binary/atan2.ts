import type { Tensor, TensorLike } from "../../tensor/tensor";
import { applyBinary } from "./apply-binary";

/** The angle of the point (b, a) in radians, in (−π, π]. */
export function atan2(a: TensorLike, b: TensorLike): Tensor {
  return applyBinary("atan2", a, b, true);
}
