import { softplus, type Tensor } from "@nn/core";
import { Module } from "../module/module";

export interface SoftplusOptions {
  /** Sharpness of the bend. Default 1. */
  beta?: number;
  /** Where beta · x is larger the result is x. Default 20. */
  threshold?: number;
}

/** ln(1 + e^(beta · x)) / beta. */
export class Softplus extends Module {
  readonly beta: number;
  readonly threshold: number;

  constructor({ beta = 1, threshold = 20 }: SoftplusOptions = {}) {
    super();
    this.beta = beta;
    this.threshold = threshold;
  }

  forward(input: Tensor): Tensor {
    const { beta, threshold } = this;
    return softplus(input, { beta, threshold });
  }
}
