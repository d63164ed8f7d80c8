import { maxPool2d, type MaxPool2dOptions as PoolArguments, type Size2, type Tensor } from "@nn/core";
import { Module } from "./module/module";

export type MaxPool2dOptions = Omit<PoolArguments, "kernelSize" | "returnIndices">;

/** The maximum of each window of x [batch, channels, height, width], or [channels, height, width]. */
export class MaxPool2d extends Module {
  constructor(
    readonly kernelSize: Size2,
    readonly options: Readonly<MaxPool2dOptions> = {},
  ) {
    super();
  }

  forward(input: Tensor): Tensor {
    return maxPool2d(input, { ...this.options, kernelSize: this.kernelSize });
  }
}
