import type { Tensor } from "@nn/core";
import { constant } from "./constant";

/** Sets all elements of `tensor` to 0. */
export function zeros<T extends Tensor>(tensor: T): T {
  return constant(tensor, 0);
}
