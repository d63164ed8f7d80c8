import { ShapeError } from "../../errors";
import { dispatchView } from "../../runtime/dispatch";
import { formatShape, sameShape, type Shape } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { reshapeView } from "../../view";
import { resolveShape } from "./reshape";

/** `reshape` that never copies: throws where the strides of `x` need one. One size may be -1. */
export function view(x: Tensor, shape: Shape): Tensor {
  const target = resolveShape("view", x, shape);
  if (sameShape(target, x.shape)) return x;
  const result = reshapeView(x.layout, target);
  if (result) return dispatchView("reshape", x, result, { shape: target });
  throw new ShapeError(
    `view: ${formatShape(x.shape)} with strides ${formatShape(x.layout.strides)} cannot be seen as ` +
      `${formatShape(target)} without a copy; use reshape`,
  );
}
