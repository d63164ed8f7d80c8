import { ShapeError } from "../../errors";
import { scope } from "../../runtime/scope";
import { formatShape } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { sum } from "../reduce/sum";
import { diagonal } from "../shape/diagonal";

/** The sum of the diagonal of a matrix, a scalar. */
export function trace(x: Tensor): Tensor {
  if (x.ndim !== 2) throw new ShapeError(`trace: expected a matrix, got ${formatShape(x.shape)}`);
  return scope(() => sum(diagonal(x)));
}
