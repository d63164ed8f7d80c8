import type { Tensor } from "@nn/core";
import { kaimingStd, type KaimingOptions } from "./kaiming-options";
import { normal } from "./normal";

/** Fills a weight [out, in, ...] from a normal distribution of standard deviation gain / √fan. */
export function kaimingNormal<T extends Tensor>(tensor: T, options: KaimingOptions = {}): T {
  return normal(tensor, { std: kaimingStd(tensor.shape, options), generator: options.generator });
}
