import { ArgumentError, groupNorm, type Tensor } from "@nn/core";
import { biasOfZeros, resetNorm, weightOfOnes } from "./affine";
import type { FactoryOptions } from "./factory";
import { Module } from "./module/module";
import type { Parameter } from "./module/parameter";
import { checkSizes } from "./sizes";

export interface GroupNormOptions extends FactoryOptions {
  /** Added to the variance. Default 1e-5. */
  eps?: number;
  /** Have a weight and a bias. Default true. */
  affine?: boolean;
}

/** Normalises each of `numGroups` groups of channels of each sample of x [batch, numChannels, ...], then · weight + bias. */
export class GroupNorm extends Module {
  readonly eps: number;
  /** [numChannels] */
  weight: Parameter | undefined;
  /** [numChannels] */
  bias: Parameter | undefined;

  constructor(
    readonly numGroups: number,
    readonly numChannels: number,
    { eps = 1e-5, affine = true, ...factory }: GroupNormOptions = {},
  ) {
    super();
    checkSizes("GroupNorm", { numGroups, numChannels });
    if (numChannels % numGroups !== 0) {
      throw new ArgumentError(`GroupNorm: numGroups ${numGroups} must divide numChannels ${numChannels}`);
    }
    this.eps = eps;
    this.weight = weightOfOnes(affine, [numChannels], factory);
    this.bias = biasOfZeros(affine, [numChannels], factory);
  }

  resetParameters(): void {
    resetNorm(this.weight, this.bias);
  }

  forward(input: Tensor): Tensor {
    const { numGroups, weight, bias, eps } = this;
    return groupNorm(input, { numGroups, weight, bias, eps });
  }
}
