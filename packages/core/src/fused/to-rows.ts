import { reshape } from "../ops/shape/reshape";
import { sizeOf } from "../shape";
import type { Tensor } from "../tensor/tensor";

/** [..., n] as a matrix [rows, n]. */
export function toRows(x: Tensor): Tensor {
  const last = x.ndim - 1;
  return reshape(x, [sizeOf(x.shape.slice(0, last)), x.shape[last]]);
}
