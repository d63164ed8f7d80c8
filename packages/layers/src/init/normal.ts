import { add, mul, randn, type Tensor } from "@nn/core";
import { fill, type RandomFillOptions } from "./fill";

export interface NormalOptions extends RandomFillOptions {
  /** Default 0. */
  mean?: number;
  /** Default 1. */
  std?: number;
}

/** Fills `tensor` with numbers of a normal distribution. */
export function normal<T extends Tensor>(tensor: T, { mean = 0, std = 1, generator }: NormalOptions = {}): T {
  return fill(tensor, (like) => add(mul(randn(tensor.shape, { ...like, generator }), std), mean));
}
