import { keep, Tensor } from "@nn/core";

export interface ParameterOptions {
  /** Default true. */
  requiresGrad?: boolean;
}

/**
 * A tensor that belongs to a module: a leaf that requires a gradient, is found in the module's fields and outlives
 * every scope. It starts with the value of `data`, which stays usable and is not copied.
 */
export class Parameter extends Tensor {
  constructor(data: Tensor, { requiresGrad = true }: ParameterOptions = {}) {
    data.check("Parameter");
    super(data.storage.retain(), data.layout);
    keep(this);
    this.requiresGrad = requiresGrad;
  }
}
