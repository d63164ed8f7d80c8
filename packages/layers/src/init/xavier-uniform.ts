import type { Tensor } from "@nn/core";
import { uniform } from "./uniform";
import { xavierStd, type XavierOptions } from "./xavier-options";

/** Fills a weight [out, in, ...] uniformly in ±gain · √(6 / (fanIn + fanOut)). */
export function xavierUniform<T extends Tensor>(tensor: T, options: XavierOptions = {}): T {
  const bound = Math.sqrt(3) * xavierStd(tensor.shape, options);
  return uniform(tensor, { a: -bound, b: bound, generator: options.generator });
}
