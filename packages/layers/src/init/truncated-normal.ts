import { truncatedNormal as draw, type Tensor } from "@nn/core";
import { fill, type RandomFillOptions } from "./fill";

export interface TruncatedNormalOptions extends RandomFillOptions {
  /** Of the normal distribution before it is cut. Default 0. */
  mean?: number;
  /** Of the normal distribution before it is cut. Default 1. */
  std?: number;
  /** Smallest value. Default -2. */
  a?: number;
  /** Largest value. Default 2. */
  b?: number;
}

/** Fills `tensor` with numbers of a normal distribution restricted to [a, b]. */
export function truncatedNormal<T extends Tensor>(tensor: T, options: TruncatedNormalOptions = {}): T {
  return fill(tensor, (like) => draw(tensor.shape, { ...options, ...like }));
}
