import { ShapeError } from "../../errors";
import { dispatchView } from "../../runtime/dispatch";
import { formatShape, normalizeDims } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { permuteView } from "../../view";

/** Reorders dimensions: dimension `i` of the result is dimension `order[i]` of `x`. A view. */
export function permute(x: Tensor, order: readonly number[]): Tensor {
  const normalized = order.map((dim) => (dim < 0 ? dim + x.ndim : dim));
  if (order.length !== x.ndim) {
    throw new ShapeError(`permute: order [${order}] must name every dimension of ${formatShape(x.shape)} once`);
  }
  normalizeDims("permute", order, x.ndim);
  return dispatchView("permute", x, permuteView(x.layout, normalized), { order: normalized });
}
