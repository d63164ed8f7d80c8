import { ArgumentError, ShapeError } from "../../errors";
import { scope } from "../../runtime/scope";
import { formatShape, normalizeDim, sameShape } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { cat } from "./cat";
import { unsqueeze } from "./unsqueeze";

export interface StackOptions {
  /** The place of the new dimension in the result. Default 0. */
  dim?: number;
}

/** Joins tensors of one shape along a dimension of its own. */
export function stack(tensors: readonly Tensor[], { dim = 0 }: StackOptions = {}): Tensor {
  if (tensors.length === 0) throw new ArgumentError("stack: expected at least one tensor, got none");
  const [{ shape, ndim }] = tensors;
  const axis = normalizeDim("stack", dim, ndim + 1);
  for (const t of tensors) {
    if (!sameShape(t.shape, shape)) {
      throw new ShapeError(`stack: shapes ${formatShape(shape)} and ${formatShape(t.shape)} differ`);
    }
  }
  return scope(() =>
    cat(
      tensors.map((t) => unsqueeze(t, axis)),
      { dim: axis },
    ),
  );
}
