import { ShapeError } from "../../errors";
import { checkInteger, normalizeDim } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { split, type SplitOptions } from "./split";

/** Cuts a dimension into at most `chunks` parts of one size, of which the last may be smaller. Views. */
export function chunk(x: Tensor, chunks: number, { dim = 0 }: SplitOptions = {}): Tensor[] {
  checkInteger("chunk", "chunks", chunks, 1);
  if (x.ndim === 0) throw new ShapeError("chunk: a scalar has no dimension to split");
  const size = x.shape[normalizeDim("chunk", dim, x.ndim)];
  return split(x, size === 0 ? Array.from({ length: chunks }, () => 0) : Math.ceil(size / chunks), { dim });
}
