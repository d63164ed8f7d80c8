import { celu, type Tensor } from "@nn/core";
import { Module } from "../module/module";

export interface CELUOptions {
  /** Default 1. */
  alpha?: number;
}

/** x where it is positive, else alpha · (e^(x / alpha) − 1). */
export class CELU extends Module {
  readonly alpha: number;

  constructor(options: number | CELUOptions = {}) {
    super();
    const { alpha = 1 } = typeof options === "number" ? { alpha: options } : options;
    this.alpha = alpha;
  }

  forward(input: Tensor): Tensor {
    return celu(input, { alpha: this.alpha });
  }
}
