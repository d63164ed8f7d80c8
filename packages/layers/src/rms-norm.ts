import { rmsNorm, type Shape, type Tensor } from "@nn/core";
import { resetNorm, weightOfOnes } from "./affine";
import type { FactoryOptions } from "./factory";
import { Module } from "./module/module";
import type { Parameter } from "./module/parameter";

export interface RMSNormOptions extends FactoryOptions {
  /** Added to the mean square. Default: the distance from 1 to the next number of the input's dtype. */
  eps?: number;
  /** Have a weight. Default true. */
  elementwiseAffine?: boolean;
}

/** Divides by the root of the mean square over the last dimensions, whose sizes are `normalizedShape`, then · weight. */
export class RMSNorm extends Module {
  readonly normalizedShape: Shape;
  readonly eps: number | undefined;
  /** [...normalizedShape] */
  weight: Parameter | undefined;

  constructor(normalizedShape: number | Shape, { eps, elementwiseAffine = true, ...factory }: RMSNormOptions = {}) {
    super();
    this.normalizedShape = typeof normalizedShape === "number" ? [normalizedShape] : [...normalizedShape];
    this.eps = eps;
    this.weight = weightOfOnes(elementwiseAffine, this.normalizedShape, factory);
  }

  resetParameters(): void {
    resetNorm(this.weight, undefined);
  }

  forward(input: Tensor): Tensor {
    const { normalizedShape, weight, eps } = this;
    return rmsNorm(input, { normalizedShape, weight, eps });
  }
}
