import { cast, crossEntropy, ne, stack, sum, type Tensor } from "@nn/core";
import { TrainError } from "../error";
import { checkClassShapes } from "./classify";
import { Metric } from "./metric";

export interface PerplexityOptions {
  /** Targets of this class count for nothing. Default −100, as in `crossEntropy`. */
  ignoreIndex?: number;
}

/**
 * e to the mean cross-entropy, over all targets that count, of logits [batch, classes, ...] and classes [batch, ...]:
 * between how many equally likely classes the model wavers. NaN when no target counts.
 */
export class Perplexity extends Metric {
  readonly #ignoreIndex: number;

  constructor({ ignoreIndex = -100 }: PerplexityOptions = {}) {
    super();
    if (!Number.isInteger(ignoreIndex)) {
      throw new TrainError(`Perplexity: ignoreIndex must be an integer, got ${ignoreIndex}`);
    }
    this.#ignoreIndex = ignoreIndex;
  }

  protected measure(output: Tensor, target: Tensor): Tensor {
    checkClassShapes("Perplexity", output, target);
    const ignoreIndex = this.#ignoreIndex;
    const loss = crossEntropy(output, target, { ignoreIndex, reduction: "sum" });
    return stack([loss, cast(sum(ne(target, ignoreIndex)), loss.dtype)]);
  }

  protected finish([loss, counted]: readonly number[]): number {
    return Math.exp(loss / counted);
  }
}
