import { ShapeError } from "../../errors";
import { scope } from "../../runtime/scope";
import { formatShape } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { unbind } from "../shape/unbind";
import { index as indexWith } from "./advanced-index";

/** The parts of `x` at the positions in the last dimension of `index` (int32): [...,k] to [..., ...x.shape[k:]]. */
export function gatherND(x: Tensor, index: Tensor): Tensor {
  const depth = index.shape[index.ndim - 1];
  if (index.ndim === 0 || depth === 0 || depth > x.ndim) {
    throw new ShapeError(
      `gatherND: the last dimension of the index ${formatShape(index.shape)} must hold 1 to ${x.ndim} places in ` +
        formatShape(x.shape),
    );
  }
  return scope(() => indexWith(x, unbind(index, { dim: -1 })));
}
