import type { Tensor } from "../../tensor/tensor";
import { full } from "./full";
import type { CreationOptions } from "./options";

/** `value` in the shape of `x`, with its dtype and backend unless `options` say otherwise. */
export function fullLike(x: Tensor, value: number, options: CreationOptions = {}): Tensor {
  return full(x.shape, value, { dtype: x.dtype, backend: x.backend, ...options });
}
