import { ShapeError } from "../../errors";
import { scope } from "../../runtime/scope";
import { formatShape, normalizeDim } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { mul } from "../binary/mul";
import { chunk } from "../shape/chunk";
import { sigmoid } from "../unary/sigmoid";

export interface GluOptions {
  /** The dimension that is halved. Default −1. */
  dim?: number;
}

/** a · sigmoid(b), where a and b are the halves of x along `dim`. */
export function glu(x: Tensor, { dim = -1 }: GluOptions = {}): Tensor {
  const axis = normalizeDim("glu", dim, x.ndim);
  if (x.ndim === 0 || x.shape[axis] % 2 !== 0) {
    throw new ShapeError(`glu: dimension ${axis} of ${formatShape(x.shape)} cannot be halved`);
  }
  return scope(() => {
    const [a, b] = chunk(x, 2, { dim: axis });
    return mul(a, sigmoid(b));
  });
}
