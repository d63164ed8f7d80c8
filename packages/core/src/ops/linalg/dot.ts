import { ShapeError } from "../../errors";
import { formatShape } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { matmul } from "./matmul";

/** The inner product of two vectors of one length, a scalar. */
export function dot(a: Tensor, b: Tensor): Tensor {
  if (a.ndim !== 1 || b.ndim !== 1) {
    throw new ShapeError(`dot: expected two vectors, got ${formatShape(a.shape)} and ${formatShape(b.shape)}`);
  }
  return matmul(a, b);
}
