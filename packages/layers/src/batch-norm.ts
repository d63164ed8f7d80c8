import { add, batchNorm, cast, mean, noGrad, reciprocal, variance, type Tensor } from "@nn/core";
import { blend, RunningNorm, type RunningNormOptions } from "./running-norm";

export interface BatchNormOptions extends RunningNormOptions {
  /** The weight of a batch in the running statistics; null weighs all batches alike. Default 0.1. */
  momentum?: number | null;
}

/**
 * Normalises each channel, then · weight + bias: by the statistics of the batch in training, by the running ones in
 * evaluation (the batch's where none are kept).
 */
export abstract class BatchNorm extends RunningNorm {
  readonly momentum: number | null;

  constructor(numFeatures: number, options: BatchNormOptions = {}) {
    const { momentum = 0.1, affine = true, trackRunningStats = true, ...rest } = options;
    super(numFeatures, { affine, trackRunningStats, ...rest });
    this.momentum = momentum;
  }

  protected normalize(input: Tensor): Tensor {
    const { weight, bias, eps, momentum, runningMean, runningVar, numBatchesTracked } = this;
    const affine = { weight, bias, eps };
    if (!numBatchesTracked) return batchNorm(input, { ...affine, training: true });
    if (!this.training) return batchNorm(input, { ...affine, runningMean, runningVar });
    if (momentum === null) {
      const y = batchNorm(input, { ...affine, training: true });
      this.countBatch(numBatchesTracked);
      noGrad(() => this.average(input, reciprocal(cast(numBatchesTracked, input.dtype))));
      return y;
    }
    const y = batchNorm(input, { ...affine, runningMean, runningVar, training: true, momentum });
    this.countBatch(numBatchesTracked);
    return y;
  }

  private countBatch(count: Tensor): void {
    noGrad(() => count.assign(add(count, 1)));
  }

  private average(input: Tensor, share: Tensor): void {
    const dim = input.shape.map((_, i) => i).filter((i) => i !== 1);
    if (this.runningMean) blend(this.runningMean, mean(input, { dim }), share);
    if (this.runningVar) blend(this.runningVar, variance(input, { dim }), share);
  }
}
