import { batchNorm, instanceNorm, mean, noGrad, reshape, variance, type Tensor } from "@nn/core";
import { blend, RunningNorm, type RunningNormOptions } from "./running-norm";

export interface InstanceNormOptions extends RunningNormOptions {
  /** The weight of a batch in the running statistics. Default 0.1. */
  momentum?: number;
}

/**
 * Normalises each channel of each sample of x [batch, numFeatures, height, width], or [numFeatures, height, width], then
 * · weight + bias. Weight, bias and running statistics exist only when asked for.
 */
export class InstanceNorm2d extends RunningNorm {
  readonly momentum: number;

  constructor(numFeatures: number, { momentum = 0.1, ...options }: InstanceNormOptions = {}) {
    super(numFeatures, options);
    this.momentum = momentum;
  }

  forward(input: Tensor): Tensor {
    this.checkInput(input, [3, 4]);
    if (input.ndim === 4) return this.normalize(input);
    return reshape(this.normalize(reshape(input, [1, ...input.shape])), input.shape);
  }

  private normalize(input: Tensor): Tensor {
    const { weight, bias, eps, runningMean, runningVar } = this;
    if (!runningMean || !runningVar) return instanceNorm(input, { weight, bias, eps });
    if (!this.training) return batchNorm(input, { runningMean, runningVar, weight, bias, eps });
    noGrad(() => {
      blend(runningMean, mean(input, { dim: [0, 2, 3] }), this.momentum);
      blend(runningVar, mean(variance(input, { dim: [2, 3] }), { dim: 0 }), this.momentum);
    });
    return instanceNorm(input, { weight, bias, eps });
  }
}
