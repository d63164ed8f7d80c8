import { avgPool1d, type AvgPool1dOptions as PoolArguments, type Tensor } from "@nn/core";
import { Module } from "./module/module";

export type AvgPool1dOptions = Omit<PoolArguments, "kernelSize">;

/** The mean of each window of x [batch, channels, length], or [channels, length]. */
export class AvgPool1d extends Module {
  constructor(
    readonly kernelSize: number,
    readonly options: Readonly<AvgPool1dOptions> = {},
  ) {
    super();
  }

  forward(input: Tensor): Tensor {
    return avgPool1d(input, { ...this.options, kernelSize: this.kernelSize });
  }
}
