import type { Tensor } from "../../tensor/tensor";
import { fullLike } from "./full-like";
import type { CreationOptions } from "./options";

/** Ones in the shape of `x`, with its dtype and backend unless `options` say otherwise. */
export function onesLike(x: Tensor, options?: CreationOptions): Tensor {
  return fullLike(x, 1, options);
}
