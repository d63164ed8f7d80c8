import type { Tensor } from "@nn/core";
import { constant } from "./constant";

/** Sets all elements of `tensor` to 1. */
export function ones<T extends Tensor>(tensor: T): T {
  return constant(tensor, 1);
}
