import { leakyRelu, type Tensor } from "@nn/core";
import { Module } from "../module/module";

export interface LeakyReLUOptions {
  /** Default 0.01. */
  negativeSlope?: number;
}

/** x where it is positive, else negativeSlope · x. */
export class LeakyReLU extends Module {
  readonly negativeSlope: number;

  constructor(options: number | LeakyReLUOptions = {}) {
    super();
    const { negativeSlope = 0.01 } = typeof options === "number" ? { negativeSlope: options } : options;
    this.negativeSlope = negativeSlope;
  }

  forward(input: Tensor): Tensor {
    return leakyRelu(input, { negativeSlope: this.negativeSlope });
  }
}
