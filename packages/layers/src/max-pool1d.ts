import { maxPool1d, type MaxPool1dOptions as PoolArguments, type Tensor } from "@nn/core";
import { Module } from "./module/module";

export type MaxPool1dOptions = Omit<PoolArguments, "kernelSize" | "returnIndices">;

/** The maximum of each window of x [batch, channels, length], or [channels, length]. */
export class MaxPool1d extends Module {
  constructor(
    readonly kernelSize: number,
    readonly options: Readonly<MaxPool1dOptions> = {},
  ) {
    super();
  }

  forward(input: Tensor): Tensor {
    return maxPool1d(input, { ...this.options, kernelSize: this.kernelSize });
  }
}
