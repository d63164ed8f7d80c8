import type { Tensor, TensorLike } from "../../tensor/tensor";
import { applyBinary } from "./apply-binary";

/** The largest integer not above the exact a / b, as Python's `//`; a float divisor of 0 gives infinity or NaN. */
export function floorDiv(a: TensorLike, b: TensorLike): Tensor {
  return applyBinary("floorDiv", a, b);
}
