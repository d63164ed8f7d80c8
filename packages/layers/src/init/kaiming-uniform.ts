import type { Tensor } from "@nn/core";
import { kaimingStd, type KaimingOptions } from "./kaiming-options";
import { uniform } from "./uniform";

/** Fills a weight [out, in, ...] uniformly in ±gain · √(3 / fan). */
export function kaimingUniform<T extends Tensor>(tensor: T, options: KaimingOptions = {}): T {
  const bound = Math.sqrt(3) * kaimingStd(tensor.shape, options);
  return uniform(tensor, { a: -bound, b: bound, generator: options.generator });
}
