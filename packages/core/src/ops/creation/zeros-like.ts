import type { Tensor } from "../../tensor/tensor";
import { fullLike } from "./full-like";
import type { CreationOptions } from "./options";

/** Zeros in the shape of `x`, with its dtype and backend unless `options` say otherwise. */
export function zerosLike(x: Tensor, options?: CreationOptions): Tensor {
  return fullLike(x, 0, options);
}
