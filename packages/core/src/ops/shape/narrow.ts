import { ShapeError } from "../../errors";
import { formatShape, normalizeDim } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { sliceDims } from "./slice-dims";

/** `length` elements along `dim` from `start` on. A view. */
export function narrow(x: Tensor, dim: number, start: number, length: number): Tensor {
  const axis = normalizeDim("narrow", dim, x.ndim);
  const from = start < 0 ? start + x.shape[axis] : start;
  if (!Number.isInteger(from) || !Number.isInteger(length) || from < 0 || length < 0 || from + length > x.shape[axis]) {
    throw new ShapeError(
      `narrow: ${length} elements from ${start} do not lie inside dimension ${axis} of ${formatShape(x.shape)}`,
    );
  }
  return sliceDims(
    x,
    x.shape.map((_, i) => (i === axis ? from : 0)),
    x.shape.map((size, i) => (i === axis ? length : size)),
    x.shape.map(() => 1),
  );
}
