import { ArgumentError, ShapeError } from "../../errors";
import { scope } from "../../runtime/scope";
import { formatShape, normalizeDim } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { narrow } from "./narrow";
import { reshape } from "./reshape";

/** The part at `index` of dimension `dim`, which is left out; negative counts from the end. A view. */
export function select(x: Tensor, dim: number, index: number): Tensor {
  if (x.ndim === 0) throw new ShapeError("select: a scalar has no dimension to select from");
  const axis = normalizeDim("select", dim, x.ndim);
  const size = x.shape[axis];
  if (!Number.isInteger(index) || index < -size || index >= size) {
    throw new ArgumentError(
      `select: index ${index} is out of range for dimension ${axis} of ${formatShape(x.shape)} ` +
        `(expected an integer from ${-size} to ${size - 1})`,
    );
  }
  return scope(() =>
    reshape(
      narrow(x, axis, index, 1),
      x.shape.filter((_, i) => i !== axis),
    ),
  );
}
