import { dispatch } from "../../runtime/dispatch";
import { scope } from "../../runtime/scope";
import { normalizeDim } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { gather } from "../indexing/gather";
import { reshape } from "../shape/reshape";
import { squeeze } from "../shape/squeeze";

/** One dimension to work along. */
export interface AlongOptions {
  dim: number;
  /** Keep the dimension with size 1. */
  keepdim?: boolean;
}

/** Elements picked out of a tensor, and where they stood. */
export interface ValuesAndIndices {
  readonly values: Tensor;
  /** int32, of the shape of `values`. */
  readonly indices: Tensor;
}

/** The first extreme along a dimension, with its index. */
export function extremeAlong(op: "max" | "min", x: Tensor, dim: number, keepdim: boolean): ValuesAndIndices {
  const axis = normalizeDim(op, dim, x.ndim);
  return scope(() => {
    const source = x.ndim === 0 ? reshape(x, [1]) : x;
    const indices = dispatch("argReduce", [source], { op, dim: axis, keepdim: true });
    const values = gather(source, indices, { dim: axis });
    if (keepdim && x.ndim > 0) return { values, indices };
    return { values: squeeze(values, axis), indices: squeeze(indices, axis) };
  });
}

/** The index of the first extreme along a dimension, or among all elements. */
export function argAlong(op: "max" | "min", x: Tensor, dim: number | undefined, keepdim: boolean): Tensor {
  return scope(() => {
    if (dim !== undefined && x.ndim > 0) {
      return dispatch("argReduce", [x], { op, dim: normalizeDim(`arg${op}`, dim, x.ndim), keepdim });
    }
    normalizeDim(`arg${op}`, dim ?? 0, x.ndim);
    const index = dispatch("argReduce", [reshape(x, [x.size])], { op, dim: 0, keepdim: false });
    return keepdim
      ? reshape(
          index,
          x.shape.map(() => 1),
        )
      : index;
  });
}
