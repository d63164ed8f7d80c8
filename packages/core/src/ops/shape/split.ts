import { ShapeError } from "../../errors";
import { checkInteger, formatShape, normalizeDim } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { narrow } from "./narrow";

export interface SplitOptions {
  /** The dimension to split. Default 0. */
  dim?: number;
}

/** Cuts a dimension into parts of one size (the last may be smaller), or into parts of given sizes. Views. */
export function split(x: Tensor, sizes: number | readonly number[], { dim = 0 }: SplitOptions = {}): Tensor[] {
  if (x.ndim === 0) throw new ShapeError("split: a scalar has no dimension to split");
  const axis = normalizeDim("split", dim, x.ndim);
  const parts = typeof sizes === "number" ? equalParts(x.shape[axis], sizes) : sizes;
  for (const size of parts) checkInteger("split", "size", size, 0);
  if (parts.reduce((a, b) => a + b, 0) !== x.shape[axis]) {
    throw new ShapeError(`split: sizes [${parts}] do not add up to dimension ${axis} of ${formatShape(x.shape)}`);
  }
  let start = 0;
  return parts.map((size) => {
    const part = narrow(x, axis, start, size);
    start += size;
    return part;
  });
}

function equalParts(total: number, size: number): number[] {
  checkInteger("split", "size", size, total === 0 ? 0 : 1);
  const count = total === 0 ? 1 : Math.ceil(total / size);
  return Array.from({ length: count }, (_, i) => Math.min(size, total - i * size));
}
