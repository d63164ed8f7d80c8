import { ShapeError } from "../../errors";
import { formatShape, normalizeDim, sizeOf, type Shape } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { reshape } from "./reshape";

/** Splits dimension `dim` into dimensions of `sizes`, one of which may be -1. */
export function unflatten(x: Tensor, dim: number, sizes: Shape): Tensor {
  const axis = normalizeDim("unflatten", dim, x.ndim);
  const size = x.shape[axis];
  const known = sizeOf(sizes.filter((s) => s !== -1));
  const filled = sizes.map((s) => (s === -1 ? size / known : s));
  if (
    sizes.filter((s) => s === -1).length > 1 ||
    !filled.every((s) => Number.isInteger(s)) ||
    sizeOf(filled) !== size
  ) {
    throw new ShapeError(
      `unflatten: dimension ${axis} of ${formatShape(x.shape)} cannot be split into ${formatShape(sizes)}`,
    );
  }
  return reshape(x, [...x.shape.slice(0, axis), ...filled, ...x.shape.slice(axis + 1)]);
}
