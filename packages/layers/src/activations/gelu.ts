import { gelu, type Tensor } from "@nn/core";
import { Module } from "../module/module";

export interface GELUOptions {
  /** "tanh" for the approximation by a hyperbolic tangent. Default "none". */
  approximate?: "none" | "tanh";
}

/** x · Φ(x), where Φ is the normal distribution function. */
export class GELU extends Module {
  readonly approximate: "none" | "tanh";

  constructor({ approximate = "none" }: GELUOptions = {}) {
    super();
    this.approximate = approximate;
  }

  forward(input: Tensor): Tensor {
    return gelu(input, { approximate: this.approximate });
  }
}
