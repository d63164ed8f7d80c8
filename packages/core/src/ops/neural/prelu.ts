import { ShapeError } from "../../errors";
import { scope } from "../../runtime/scope";
import { formatShape } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { mul } from "../binary/mul";
import { gt } from "../compare/gt";
import { where } from "../compare/where";
import { reshape } from "../shape/reshape";

/** x where it is positive, else weight · x, with one weight or one per channel (dimension 1). */
export function prelu(x: Tensor, weight: Tensor): Tensor {
  if (weight.size !== 1 && (x.ndim < 2 || weight.size !== x.shape[1])) {
    throw new ShapeError(
      `prelu: expected one weight or one per channel (dimension 1) of ${formatShape(x.shape)}, ` +
        `got ${formatShape(weight.shape)}`,
    );
  }
  const shape = x.shape.map((_, i) => (i === 1 ? weight.size : 1));
  return scope(() => where(gt(x, 0), x, mul(x, reshape(weight, shape))));
}
