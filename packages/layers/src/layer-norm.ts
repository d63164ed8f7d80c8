import { layerNorm, type Shape, type Tensor } from "@nn/core";
import { biasOfZeros, resetNorm, weightOfOnes } from "./affine";
import type { FactoryOptions } from "./factory";
import { Module } from "./module/module";
import type { Parameter } from "./module/parameter";

export interface LayerNormOptions extends FactoryOptions {
  /** Added to the variance. Default 1e-5. */
  eps?: number;
  /** Have a weight and a bias. Default true. */
  elementwiseAffine?: boolean;
  /** Have a bias beside the weight. Default true. */
  bias?: boolean;
}

/** Normalises over the last dimensions, whose sizes are `normalizedShape`, then · weight + bias. */
export class LayerNorm extends Module {
  readonly normalizedShape: Shape;
  readonly eps: number;
  /** [...normalizedShape] */
  weight: Parameter | undefined;
  /** [...normalizedShape] */
  bias: Parameter | undefined;

  constructor(
    normalizedShape: number | Shape,
    { eps = 1e-5, elementwiseAffine = true, bias = true, ...factory }: LayerNormOptions = {},
  ) {
    super();
    this.normalizedShape = typeof normalizedShape === "number" ? [normalizedShape] : [...normalizedShape];
    this.eps = eps;
    this.weight = weightOfOnes(elementwiseAffine, this.normalizedShape, factory);
    this.bias = biasOfZeros(elementwiseAffine && bias, this.normalizedShape, factory);
  }

  resetParameters(): void {
    resetNorm(this.weight, this.bias);
  }

  forward(input: Tensor): Tensor {
    const { normalizedShape, weight, bias, eps } = this;
    return layerNorm(input, { normalizedShape, weight, bias, eps });
  }
}
