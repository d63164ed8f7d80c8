import { full, type Tensor } from "@nn/core";
import { fill } from "./fill";

/** Sets all elements of `tensor` to `value`. */
export function constant<T extends Tensor>(tensor: T, value: number): T {
  return fill(tensor, (like) => full(tensor.shape, value, like));
}
