import { ShapeError } from "../../errors";
import { scope } from "../../runtime/scope";
import { formatShape } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { mul } from "../binary/mul";
import { unsqueeze } from "../shape/unsqueeze";

/** All products of elements of two vectors: [m] and [n] → [m,n]. */
export function outer(a: Tensor, b: Tensor): Tensor {
  if (a.ndim !== 1 || b.ndim !== 1) {
    throw new ShapeError(`outer: expected two vectors, got ${formatShape(a.shape)} and ${formatShape(b.shape)}`);
  }
  return scope(() => mul(unsqueeze(a, 1), b));
}
