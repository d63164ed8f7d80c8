import { ShapeError } from "../../errors";
import { formatShape } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { matmul } from "./matmul";

/** Matrix times vector: [m,k] × [k] → [m]. */
export function mv(matrix: Tensor, vector: Tensor): Tensor {
  if (matrix.ndim !== 2 || vector.ndim !== 1) {
    throw new ShapeError(`mv: expected [m,k] × [k], got ${formatShape(matrix.shape)} × ${formatShape(vector.shape)}`);
  }
  return matmul(matrix, vector);
}
