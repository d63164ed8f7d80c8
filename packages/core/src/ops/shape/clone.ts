import { dispatch } from "../../runtime/dispatch";
import type { Tensor } from "../../tensor/tensor";

/** A copy in a buffer of its own; gradients flow through. */
export function clone(x: Tensor): Tensor {
  return dispatch("copy", [x], {});
}
