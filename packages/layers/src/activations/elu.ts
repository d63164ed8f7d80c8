import { elu, type Tensor } from "@nn/core";
import { Module } from "../module/module";

export interface ELUOptions {
  /** Default 1. */
  alpha?: number;
}

/** x where it is positive, else alpha · (eˣ − 1). */
export class ELU extends Module {
  readonly alpha: number;

  constructor(options: number | ELUOptions = {}) {
    super();
    const { alpha = 1 } = typeof options === "number" ? { alpha: options } : options;
    this.alpha = alpha;
  }

  forward(input: Tensor): Tensor {
    return elu(input, { alpha: this.alpha });
  }
}
