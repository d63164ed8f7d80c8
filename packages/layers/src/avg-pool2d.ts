import { avgPool2d, type AvgPool2dOptions as PoolArguments, type Size2, type Tensor } from "@nn/core";
import { Module } from "./module/module";

export type AvgPool2dOptions = Omit<PoolArguments, "kernelSize">;

/** The mean of each window of x [batch, channels, height, width], or [channels, height, width]. */
export class AvgPool2d extends Module {
  constructor(
    readonly kernelSize: Size2,
    readonly options: Readonly<AvgPool2dOptions> = {},
  ) {
    super();
  }

  forward(input: Tensor): Tensor {
    return avgPool2d(input, { ...this.options, kernelSize: this.kernelSize });
  }
}
