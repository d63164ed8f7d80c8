import { ShapeError } from "../../errors";
import { normalizeDim, sizeOf } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { reshape } from "./reshape";

export interface FlattenOptions {
  /** Default 0. */
  startDim?: number;
  /** Default −1. */
  endDim?: number;
}

/** Merges dimensions `startDim` to `endDim` into one; a scalar becomes [1]. */
export function flatten(x: Tensor, { startDim = 0, endDim = -1 }: FlattenOptions = {}): Tensor {
  const start = normalizeDim("flatten", startDim, x.ndim);
  const end = normalizeDim("flatten", endDim, x.ndim) + 1;
  if (start >= end) throw new ShapeError(`flatten: startDim ${startDim} lies behind endDim ${endDim}`);
  return reshape(x, [...x.shape.slice(0, start), sizeOf(x.shape.slice(start, end)), ...x.shape.slice(end)]);
}
