import type { Tensor } from "@nn/core";
import { normal } from "./normal";
import { xavierStd, type XavierOptions } from "./xavier-options";

/** Fills a weight [out, in, ...] from a normal distribution of standard deviation gain · √(2 / (fanIn + fanOut)). */
export function xavierNormal<T extends Tensor>(tensor: T, options: XavierOptions = {}): T {
  return normal(tensor, { std: xavierStd(tensor.shape, options), generator: options.generator });
}
