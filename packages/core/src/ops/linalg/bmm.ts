import { ShapeError } from "../../errors";
import { formatShape } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { matmul } from "./matmul";

/** The matrix products of two batches: [b,m,k] × [b,k,n] → [b,m,n], without broadcasting. */
export function bmm(a: Tensor, b: Tensor): Tensor {
  if (a.ndim !== 3 || b.ndim !== 3 || a.shape[0] !== b.shape[0]) {
    throw new ShapeError(`bmm: expected [b,m,k] × [b,k,n], got ${formatShape(a.shape)} × ${formatShape(b.shape)}`);
  }
  return matmul(a, b);
}
