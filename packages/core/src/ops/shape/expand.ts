import { ShapeError } from "../../errors";
import { dispatchView } from "../../runtime/dispatch";
import { formatShape, sameShape, type Shape } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { expandView } from "../../view";

/** Repeats dimensions of size 1, and adds leading ones, up to `shape`; -1 keeps a size. A view. */
export function expand(x: Tensor, shape: Shape): Tensor {
  const lead = shape.length - x.ndim;
  const target = shape.map((size, i) => (size === -1 && i >= lead ? x.shape[i - lead] : size));
  const fits =
    lead >= 0 &&
    target.every((size, i) => (i < lead ? size >= 0 : x.shape[i - lead] === size || x.shape[i - lead] === 1));
  if (!fits) {
    throw new ShapeError(
      `expand: ${formatShape(x.shape)} cannot be expanded to ${formatShape(shape)}: only sizes of 1 can grow`,
    );
  }
  if (sameShape(target, x.shape)) return x;
  return dispatchView("expand", x, expandView(x.layout, target), { shape: target });
}
