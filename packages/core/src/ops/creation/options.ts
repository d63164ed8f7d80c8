import type { Backend } from "../../backend";
import type { DType } from "../../dtype";
import { withBackend } from "../../runtime/current-backend";
import type { Tensor } from "../../tensor/tensor";

/** What every function that makes tensors accepts. */
export interface CreationOptions {
  dtype?: DType;
  /** Record what is computed from the tensor, so that `backward()` gives it a gradient. */
  requiresGrad?: boolean;
  /** Where the tensor lives; the current backend when absent. */
  backend?: Backend;
}

/** Runs `make` on the backend that `options` name and marks its result. */
export function create(options: CreationOptions, make: () => Tensor): Tensor {
  const result = options.backend ? withBackend(options.backend, make) : make();
  if (options.requiresGrad) result.requiresGrad = true;
  return result;
}
