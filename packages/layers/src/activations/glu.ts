import { glu, type Tensor } from "@nn/core";
import { Module } from "../module/module";

export interface GLUOptions {
  /** The dimension that is halved. Default −1. */
  dim?: number;
}

/** a · sigmoid(b), where a and b are the halves of x along `dim`. */
export class GLU extends Module {
  readonly dim: number;

  constructor(options: number | GLUOptions = {}) {
    super();
    const { dim = -1 } = typeof options === "number" ? { dim: options } : options;
    this.dim = dim;
  }

  forward(input: Tensor): Tensor {
    return glu(input, { dim: this.dim });
  }
}
