import { linear, type Tensor } from "@nn/core";
import { emptyParameter, type FactoryOptions } from "./factory";
import { resetAffine } from "./init/reset-affine";
import { Module } from "./module/module";
import type { Parameter } from "./module/parameter";
import { checkSizes } from "./sizes";

export interface LinearOptions extends FactoryOptions {
  /** Default true. */
  bias?: boolean;
}

/** x · weightᵀ + bias: [..., inFeatures] to [..., outFeatures]. */
export class Linear extends Module {
  /** [outFeatures, inFeatures] */
  weight: Parameter;
  /** [outFeatures] */
  bias: Parameter | undefined;

  constructor(
    readonly inFeatures: number,
    readonly outFeatures: number,
    { bias = true, ...factory }: LinearOptions = {},
  ) {
    super();
    checkSizes("Linear", { inFeatures, outFeatures });
    this.weight = emptyParameter([outFeatures, inFeatures], factory);
    this.bias = bias ? emptyParameter([outFeatures], factory) : undefined;
    this.resetParameters();
  }

  /** Draws the parameters anew. */
  resetParameters(): void {
    resetAffine(this.weight, this.bias);
  }

  forward(input: Tensor): Tensor {
    return linear(input, this.weight, this.bias);
  }

  override multiplyAdds(_: readonly unknown[], output: Tensor): number {
    return output.size * this.inFeatures;
  }
}
