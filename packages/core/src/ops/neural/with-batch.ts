import type { Tensor } from "../../tensor/tensor";
import { reshape } from "../shape/reshape";

/** Runs `fn` on `x` with `ndim` dimensions: where the batch is left out, it is put in front and taken off the results. */
export function withBatch(x: Tensor, ndim: number, fn: (x: Tensor) => Tensor[]): Tensor[] {
  if (x.ndim !== ndim - 1) return fn(x);
  return fn(reshape(x, [1, ...x.shape])).map((y) => reshape(y, y.shape.slice(1)));
}
