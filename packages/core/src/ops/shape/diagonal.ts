import { ShapeError } from "../../errors";
import { scope } from "../../runtime/scope";
import { checkInteger, formatShape, normalizeDim } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { permute } from "./permute";
import { reshape } from "./reshape";
import { sliceDims } from "./slice-dims";

export interface DiagonalOptions {
  /** Counted from the main diagonal, positive to the right. Default 0. */
  offset?: number;
  /** The rows. Default 0. */
  dim1?: number;
  /** The columns. Default 1. */
  dim2?: number;
}

/** The diagonal of the matrices that two dimensions make, as the last dimension of the result. */
export function diagonal(x: Tensor, { offset = 0, dim1 = 0, dim2 = 1 }: DiagonalOptions = {}): Tensor {
  if (x.ndim < 2) throw new ShapeError(`diagonal: expected at least 2 dimensions, got ${formatShape(x.shape)}`);
  checkInteger("diagonal", "offset", offset, -Infinity);
  const row = normalizeDim("diagonal", dim1, x.ndim);
  const column = normalizeDim("diagonal", dim2, x.ndim);
  if (row === column) throw new ShapeError(`diagonal: dim1 and dim2 both name dimension ${row}`);
  const others = x.shape.map((_, i) => i).filter((dim) => dim !== row && dim !== column);
  const lead = others.map((dim) => x.shape[dim]);
  const [rows, columns] = [x.shape[row], x.shape[column]];
  const length = Math.max(Math.min(rows + Math.min(offset, 0), columns - Math.max(offset, 0)), 0);
  const first = offset < 0 ? -offset * columns : offset;
  const starts = [...lead.map(() => 0), length === 0 ? 0 : first];
  return scope(() => {
    // In a row-major matrix the next diagonal element is a row and a column further.
    const flat = reshape(permute(x, [...others, row, column]), [...lead, rows * columns]);
    return sliceDims(flat, starts, [...lead, length], [...lead.map(() => 1), columns + 1]);
  });
}
