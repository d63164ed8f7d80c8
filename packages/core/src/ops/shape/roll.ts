import { ShapeError } from "../../errors";
import { scope } from "../../runtime/scope";
import { checkInteger, normalizeDim } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { cat } from "./cat";
import { flatten } from "./flatten";
import { narrow } from "./narrow";
import { reshape } from "./reshape";

export interface RollOptions {
  /** The dimension of each shift; all elements in one row when absent. */
  dims?: number | readonly number[];
}

/** Shifts elements along dimensions; what leaves at the end comes in at the start. */
export function roll(x: Tensor, shifts: number | readonly number[], { dims }: RollOptions = {}): Tensor {
  const counts = [shifts].flat();
  for (const count of counts) checkInteger("roll", "shift", count, -Infinity);
  if (dims === undefined) {
    if (counts.length !== 1) throw new ShapeError(`roll: ${counts.length} shifts need dims to go along`);
    return scope(() => reshape(rollAlong(flatten(x), counts[0], 0), x.shape));
  }
  const axes = [dims].flat().map((dim) => normalizeDim("roll", dim, x.ndim));
  if (axes.length !== counts.length) {
    throw new ShapeError(`roll: expected a shift for each dimension, got shifts [${counts}] and dims [${axes}]`);
  }
  if (x.ndim === 0) return x;
  return scope(() => counts.reduce((result, count, i) => rollAlong(result, count, axes[i]), x));
}

function rollAlong(x: Tensor, count: number, dim: number): Tensor {
  const size = x.shape[dim];
  const shift = size === 0 ? 0 : ((count % size) + size) % size;
  if (shift === 0) return x;
  return cat([narrow(x, dim, size - shift, shift), narrow(x, dim, 0, size - shift)], { dim });
}
