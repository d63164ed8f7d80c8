import { scope } from "../../runtime/scope";
import type { Tensor } from "../../tensor/tensor";
import { div } from "../binary/div";
import { mul } from "../binary/mul";
import { sub } from "../binary/sub";
import { gt } from "../compare/gt";
import { where } from "../compare/where";
import { sum } from "../reduce/sum";
import { exp } from "../unary/exp";
import { log } from "../unary/log";
import { checkReduction, checkTarget, reduceLoss, type Reduction } from "./reduction";

export interface KlDivOptions {
  /** "batchmean" divides the sum by the first size, which is the divergence's definition. Default "mean". */
  reduction?: Reduction | "batchmean";
  /** The target holds log-probabilities as well. */
  logTarget?: boolean;
}

/**
 * The Kullback–Leibler divergence target · (ln target − input), reduced, for log-probabilities `input`; 0 where the
 * target is 0.
 */
export function klDiv(input: Tensor, target: Tensor, { reduction, logTarget = false }: KlDivOptions = {}): Tensor {
  checkTarget("klDiv", input, target);
  checkReduction("klDiv", reduction ?? "mean", ["mean", "batchmean", "sum", "none"]);
  return scope(() => {
    const losses = logTarget ? mul(exp(target), sub(target, input)) : ofProbabilities(input, target);
    if (reduction === "batchmean") return div(sum(losses), input.ndim === 0 ? 1 : input.shape[0]);
    return reduceLoss("klDiv", losses, reduction);
  });
}

function ofProbabilities(input: Tensor, target: Tensor): Tensor {
  const counts = gt(target, 0);
  // Where the target is 0, neither its logarithm nor an input of −∞ may reach the product.
  const gap = sub(log(where(counts, target, 1)), where(counts, input, 0));
  return mul(target, gap);
}
