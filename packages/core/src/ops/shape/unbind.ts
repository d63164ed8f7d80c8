import { ShapeError } from "../../errors";
import { normalizeDim } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { select } from "./select";

export interface UnbindOptions {
  /** The dimension to take apart. Default 0. */
  dim?: number;
}

/** The parts along a dimension, which is left out. Views. */
export function unbind(x: Tensor, { dim = 0 }: UnbindOptions = {}): Tensor[] {
  if (x.ndim === 0) throw new ShapeError("unbind: a scalar has no dimension to take apart");
  const axis = normalizeDim("unbind", dim, x.ndim);
  return Array.from({ length: x.shape[axis] }, (_, i) => select(x, axis, i));
}
