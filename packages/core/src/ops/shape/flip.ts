import { normalizeDims } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { sliceDims } from "./slice-dims";

/** Reverses the order of elements along `dims`. A view. */
export function flip(x: Tensor, dims: number | readonly number[]): Tensor {
  const flipped = new Set(normalizeDims("flip", dims, x.ndim));
  return sliceDims(
    x,
    x.shape.map((size, i) => (flipped.has(i) ? Math.max(size - 1, 0) : 0)),
    x.shape,
    x.shape.map((_, i) => (flipped.has(i) ? -1 : 1)),
  );
}
