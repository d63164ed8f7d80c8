import { DTypeError, ShapeError } from "../../errors";
import { scope } from "../../runtime/scope";
import { formatShape, normalizeDim } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { expand } from "../shape/expand";
import { reshape } from "../shape/reshape";
import { gather } from "./gather";

export interface IndexSelectOptions {
  dim: number;
  /** Places along `dim`: int32, [n]. */
  index: Tensor;
}

/** The parts of `x` at the places `index` of dimension `dim`, which becomes as long as `index`. */
export function indexSelect(x: Tensor, { dim, index }: IndexSelectOptions): Tensor {
  if (x.ndim === 0) throw new ShapeError("indexSelect: a scalar has no dimension to select from");
  if (index.ndim > 1) throw new ShapeError(`indexSelect: the index must be a vector, got ${formatShape(index.shape)}`);
  if (index.dtype !== "int32") throw new DTypeError(`indexSelect: the index must be int32, got ${index.dtype}`);
  const axis = normalizeDim("indexSelect", dim, x.ndim);
  const along = x.shape.map((_, i) => (i === axis ? index.size : 1));
  const shape = x.shape.map((size, i) => (i === axis ? index.size : size));
  return scope(() => gather(x, expand(reshape(index, along), shape), { dim: axis }));
}
