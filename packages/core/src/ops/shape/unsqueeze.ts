import { normalizeDim } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { reshape } from "./reshape";

/** Puts in a dimension of size 1, which becomes dimension `dim` of the result. A view. */
export function unsqueeze(x: Tensor, dim: number): Tensor {
  const axis = normalizeDim("unsqueeze", dim, x.ndim + 1);
  return reshape(x, [...x.shape.slice(0, axis), 1, ...x.shape.slice(axis)]);
}
