import { normalizeDim } from "../../shape";
import { scope } from "../../runtime/scope";
import type { Tensor } from "../../tensor/tensor";
import { reshape } from "../shape/reshape";

/** Runs `fn` along `dim` counted from the front; a scalar counts as a vector of one. */
export function alongDim(op: string, x: Tensor, dim: number, fn: (x: Tensor, dim: number) => Tensor): Tensor {
  const axis = normalizeDim(op, dim, x.ndim);
  return x.ndim === 0 ? scope(() => reshape(fn(reshape(x, [1]), 0), [])) : fn(x, axis);
}
