import { add, full, mul, noGrad, ShapeError, sub, zeros, type Tensor, type TensorLike } from "@nn/core";
import { biasOfZeros, resetNorm, weightOfOnes } from "./affine";
import type { FactoryOptions } from "./factory";
import { ones as fillWithOnes } from "./init/ones";
import { zeros as fillWithZeros } from "./init/zeros";
import { Module } from "./module/module";
import type { Parameter } from "./module/parameter";
import { checkSizes } from "./sizes";

export interface RunningNormOptions extends FactoryOptions {
  /** Added to the variance. Default 1e-5. */
  eps?: number;
  /** Have a weight and a bias. */
  affine?: boolean;
  /** Keep statistics over batches, which evaluation uses. */
  trackRunningStats?: boolean;
}

/** A normalisation per channel that can keep running statistics. */
export abstract class RunningNorm extends Module {
  readonly eps: number;
  /** [numFeatures] */
  weight: Parameter | undefined;
  /** [numFeatures] */
  bias: Parameter | undefined;
  /** [numFeatures]; in the state dict as `running_mean`. */
  readonly runningMean: Tensor | undefined;
  /** [numFeatures]; in the state dict as `running_var`. */
  readonly runningVar: Tensor | undefined;
  /** An int32 scalar; in the state dict as `num_batches_tracked`. */
  readonly numBatchesTracked: Tensor | undefined;

  constructor(
    readonly numFeatures: number,
    { eps = 1e-5, affine, trackRunningStats, ...factory }: RunningNormOptions,
  ) {
    super();
    checkSizes(new.target.name, { numFeatures });
    this.eps = eps;
    this.weight = weightOfOnes(affine === true, [numFeatures], factory);
    this.bias = biasOfZeros(affine === true, [numFeatures], factory);
    if (!trackRunningStats) return;
    const { dtype, backend } = factory;
    this.runningMean = this.registerBuffer("running_mean", zeros([numFeatures], { dtype, backend }));
    this.runningVar = this.registerBuffer("running_var", full([numFeatures], 1, { dtype, backend }));
    this.numBatchesTracked = this.registerBuffer("num_batches_tracked", zeros([], { dtype: "int32", backend }));
  }

  /** Sets the weight to ones, the bias to zeros, and forgets the running statistics. */
  resetParameters(): void {
    resetNorm(this.weight, this.bias);
    for (const buffer of [this.runningMean, this.numBatchesTracked]) if (buffer) fillWithZeros(buffer);
    if (this.runningVar) fillWithOnes(this.runningVar);
  }

  /** Throws unless `input` has one of the numbers of dimensions `ndims`. */
  protected checkInput({ ndim, shape }: Tensor, ndims: readonly number[]): void {
    if (ndims.includes(ndim)) return;
    throw new ShapeError(
      `${this.constructor.name}: expected ${ndims.join(" or ")} dimensions, got [${shape.join(",")}]`,
    );
  }
}

/** Moves `running` by `share` of the way to `statistic`. */
export function blend(running: Tensor, statistic: Tensor, share: TensorLike): void {
  noGrad(() => running.assign(add(running, mul(sub(statistic, running), share))));
}
