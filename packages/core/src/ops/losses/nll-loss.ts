import { DTypeError, ShapeError } from "../../errors";
import { scope } from "../../runtime/scope";
import { formatShape, sameShape } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { div } from "../binary/div";
import { mul } from "../binary/mul";
import { eq } from "../compare/eq";
import { logicalNot } from "../compare/logical-not";
import { where } from "../compare/where";
import { gather } from "../indexing/gather";
import { sum } from "../reduce/sum";
import { cast } from "../shape/cast";
import { reshape } from "../shape/reshape";
import { unsqueeze } from "../shape/unsqueeze";
import { neg } from "../unary/neg";
import { checkReduction, type LossOptions } from "./reduction";

export interface NllLossOptions extends LossOptions {
  /** A factor per class, [classes]. */
  weight?: Tensor;
  /** Targets of this value count for nothing. Default −100. */
  ignoreIndex?: number;
}

/**
 * −input at the target class, reduced, for log-probabilities `input` [batch, classes, ...] and integer targets
 * [batch, ...], or [classes] and a scalar. The mean is over the weights of the targets that count.
 */
export function nllLoss(
  input: Tensor,
  target: Tensor,
  { weight, ignoreIndex = -100, reduction = "mean" }: NllLossOptions = {},
): Tensor {
  checkReduction("nllLoss", reduction);
  const dim = input.ndim === 1 ? 0 : 1;
  checkClasses(input, target, weight, dim);
  return scope(() => {
    const classes = cast(target, "int32");
    const isIgnored = eq(classes, ignoreIndex);
    const index = where(isIgnored, 0, classes);
    const factor = weight
      ? where(isIgnored, 0, reshape(gather(weight, reshape(index, [index.size]), { dim: 0 }), index.shape))
      : cast(logicalNot(isIgnored), input.dtype);
    const picked = reshape(gather(input, unsqueeze(index, dim), { dim }), index.shape);
    // An ignored place may hold −∞: it must not meet the factor 0.
    const losses = mul(neg(where(isIgnored, 0, picked)), factor);
    if (reduction === "none") return losses;
    return reduction === "sum" ? sum(losses) : div(sum(losses), sum(factor));
  });
}

function checkClasses(input: Tensor, target: Tensor, weight: Tensor | undefined, dim: number): void {
  if (target.dtype !== "int32" && target.dtype !== "uint8") {
    throw new DTypeError(`nllLoss: the target must hold class indices in int32 or uint8, got ${target.dtype}`);
  }
  const expected = input.shape.filter((_, i) => i !== dim);
  if (input.ndim === 0 || !sameShape(target.shape, expected)) {
    throw new ShapeError(
      `nllLoss: expected input [batch,classes,...] and target [batch,...], ` +
        `got ${formatShape(input.shape)} and ${formatShape(target.shape)}`,
    );
  }
  if (weight && !sameShape(weight.shape, [input.shape[dim]])) {
    throw new ShapeError(
      `nllLoss: expected a weight for each of ${input.shape[dim]} classes, got ${formatShape(weight.shape)}`,
    );
  }
}
