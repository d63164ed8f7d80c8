import { any, eq, logicalAnd, stack, sum, topk, unsqueeze, type Tensor } from "@nn/core";
import { TrainError } from "../error";
import { checkClassOptions, type ClassOptions } from "./class-options";
import { classify, predictedClass, unknownClassError } from "./classify";
import { Metric } from "./metric";

export interface AccuracyOptions extends ClassOptions {
  /** A prediction is right when the target is among the `topK` largest outputs. Default 1. */
  topK?: number;
}

/**
 * The share of right predictions among the targets that count. NaN when none counts, or when an output is NaN; of equal
 * outputs the first class is the largest.
 */
export class Accuracy extends Metric {
  readonly #options: AccuracyOptions;
  #classes = 0;

  constructor(options: AccuracyOptions = {}) {
    super();
    checkClassOptions("Accuracy", options);
    const { topK = 1, threshold } = options;
    if (!Number.isInteger(topK) || topK < 1) {
      throw new TrainError(`Accuracy: topK must be an integer of at least 1, got ${topK}`);
    }
    if (topK > 1 && threshold !== undefined) {
      throw new TrainError(`Accuracy: topK ${topK} and a threshold exclude each other: the latter is for two classes`);
    }
    this.#options = { ...options, topK };
  }

  protected measure(output: Tensor, target: Tensor): Tensor {
    const batch = classify("Accuracy", output, target, this.#options);
    this.#classes = batch.classes;
    const isRight = this.#isRight(output, batch.target, batch.dim);
    const { counts, isUnknown, isBroken } = batch;
    return stack([sum(logicalAnd(isRight, counts)), sum(counts), sum(isUnknown), sum(isBroken)]);
  }

  #isRight(output: Tensor, target: Tensor, dim: number | undefined): Tensor {
    const { topK = 1 } = this.#options;
    if (dim === undefined || topK === 1) return eq(predictedClass(output, dim, this.#options), target);
    if (topK > output.shape[dim]) {
      throw new TrainError(`Accuracy: topK ${topK} is more than the ${output.shape[dim]} classes of [${output.shape}]`);
    }
    return any(eq(topk(output, topK, { dim }).indices, unsqueeze(target, dim)), { dim });
  }

  protected finish([right, counted, unknown, broken]: readonly number[]): number {
    if (unknown > 0) throw unknownClassError("Accuracy", unknown, this.#classes);
    return broken > 0 ? Number.NaN : right / counted;
  }
}
