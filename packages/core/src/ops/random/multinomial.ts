import { toFloat } from "../../dtype";
import { ArgumentError, ShapeError } from "../../errors";
import { noGrad } from "../../autograd/grad-mode";
import { withBackend } from "../../runtime/current-backend";
import { scope } from "../../runtime/scope";
import { checkInteger, formatShape } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { div } from "../binary/div";
import { maximum } from "../binary/maximum";
import { minimum } from "../binary/minimum";
import { mul } from "../binary/mul";
import { le } from "../compare/le";
import { topk } from "../indexing/topk";
import { cumsum } from "../reduce/cumsum";
import { sum } from "../reduce/sum";
import { cast } from "../shape/cast";
import { narrow } from "../shape/narrow";
import { unsqueeze } from "../shape/unsqueeze";
import { log1p } from "../unary/log1p";
import { neg } from "../unary/neg";
import { drawUniform } from "./draw";
import type { Generator } from "./generator";

export interface MultinomialOptions {
  /** Allow a class to be drawn more than once. */
  replacement?: boolean;
  generator?: Generator;
}

/**
 * Draws `numSamples` class indices (int32) from each row of weights: [classes] to [numSamples], [rows, classes] to
 * [rows, numSamples]. Weights need not sum to 1 but must be finite, at least 0 and not all 0, which is not checked.
 * Without replacement classes of weight 0 come last.
 */
export function multinomial(
  probs: Tensor,
  numSamples: number,
  { replacement = false, generator }: MultinomialOptions = {},
): Tensor {
  if (probs.ndim !== 1 && probs.ndim !== 2) {
    throw new ShapeError(`multinomial: expected weights [classes] or [rows,classes], got ${formatShape(probs.shape)}`);
  }
  checkInteger("multinomial", "numSamples", numSamples, 1);
  const classes = probs.shape[probs.ndim - 1];
  if (classes === 0 || (!replacement && numSamples > classes)) {
    throw new ArgumentError(
      `multinomial: cannot draw ${numSamples} of ${classes} classes` + (classes === 0 ? "" : " without replacement"),
    );
  }
  return withBackend(probs.backend, () =>
    scope(() =>
      noGrad(() => {
        const weights = cast(probs, toFloat(probs.dtype));
        return replacement ? invertCdf(weights, numSamples, generator) : race(weights, numSamples, generator);
      }),
    ),
  );
}

/** Counts the classes whose cumulative weight a uniform number in [0, total) has passed. */
function invertCdf(weights: Tensor, numSamples: number, generator: Generator | undefined): Tensor {
  const classes = weights.shape[weights.ndim - 1];
  const cumulative = cumsum(weights, { dim: -1 });
  const total = narrow(cumulative, -1, classes - 1, 1);
  const uniform = drawUniform([...weights.shape.slice(0, -1), numSamples], weights.dtype, generator);
  const passed = le(unsqueeze(cumulative, -2), unsqueeze(mul(uniform, total), -1));
  return minimum(sum(passed, { dim: -1 }), classes - 1);
}

/** Exponential clocks of rate w: the order in which they ring samples without replacement (Efraimidis, Spirakis 2006). */
function race(weights: Tensor, numSamples: number, generator: Generator | undefined): Tensor {
  const clock = neg(log1p(neg(drawUniform(weights.shape, weights.dtype, generator))));
  // A clock of 0 would let a weight of 0 give NaN.
  return topk(div(weights, maximum(clock, 2 ** -60)), numSamples).indices;
}
