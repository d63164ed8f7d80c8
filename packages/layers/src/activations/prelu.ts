import { prelu, type Tensor } from "@nn/core";
import { emptyParameter, type FactoryOptions } from "../factory";
import { constant } from "../init/constant";
import { Module } from "../module/module";
import type { Parameter } from "../module/parameter";
import { checkSizes } from "../sizes";

export interface PReLUOptions extends FactoryOptions {
  /** One slope for all, or as many as channels (dimension 1). Default 1. */
  numParameters?: number;
  /** What the slopes start as. Default 0.25. */
  init?: number;
}

/** x where it is positive, else weight · x, with learned weights. */
export class PReLU extends Module {
  /** [numParameters] */
  weight: Parameter;

  constructor(options: number | PReLUOptions = {}) {
    super();
    const {
      numParameters = 1,
      init = 0.25,
      ...factory
    } = typeof options === "number" ? { numParameters: options } : options;
    checkSizes("PReLU", { numParameters });
    this.weight = constant(emptyParameter([numParameters], factory), init);
  }

  forward(input: Tensor): Tensor {
    return prelu(input, this.weight);
  }
}
