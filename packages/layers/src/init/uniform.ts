import { add, mul, rand, type Tensor } from "@nn/core";
import { fill, type RandomFillOptions } from "./fill";

export interface UniformOptions extends RandomFillOptions {
  /** Smallest value. Default 0. */
  a?: number;
  /** What values stay below. Default 1. */
  b?: number;
}

/** Fills `tensor` with numbers uniform in [a, b). */
export function uniform<T extends Tensor>(tensor: T, { a = 0, b = 1, generator }: UniformOptions = {}): T {
  return fill(tensor, (like) => add(mul(rand(tensor.shape, { ...like, generator }), b - a), a));
}
