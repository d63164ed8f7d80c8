import { ShapeError } from "../../errors";
import { scope } from "../../runtime/scope";
import { formatShape, sameShape } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { tensor } from "../creation/tensor";
import { reshape } from "../shape/reshape";
import { indexSelect } from "./index-select";
import { truePositions } from "./true-positions";

/**
 * PyTorch's `x[mask]`: the parts of `x` where `mask` (bool, over the first dimensions) holds, [n, ...rest]; waits for
 * the mask to know how many.
 */
export async function booleanMask(x: Tensor, mask: Tensor): Promise<Tensor> {
  const rest = x.shape.slice(mask.ndim);
  if (mask.ndim === 0 || !sameShape(mask.shape, x.shape.slice(0, mask.ndim))) {
    throw new ShapeError(
      `booleanMask: the mask ${formatShape(mask.shape)} must have the first dimensions of ${formatShape(x.shape)}`,
    );
  }
  const positions = await truePositions("booleanMask", mask);
  return scope(() => {
    const rows = reshape(x, [mask.size, ...rest]);
    return indexSelect(rows, { dim: 0, index: tensor(positions, { backend: x.backend }) });
  });
}
