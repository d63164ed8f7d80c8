import type { Shape } from "@nn/core";
import { calculateGain, type Nonlinearity } from "./calculate-gain";
import { fansOf } from "./fans";
import type { RandomFillOptions } from "./fill";

export interface KaimingOptions extends RandomFillOptions {
  /** The slope of `leakyRelu`. Default 0. */
  a?: number;
  /** Keep the variance forward ("fanIn", the default) or backward. */
  mode?: "fanIn" | "fanOut";
  /** Default "leakyRelu". */
  nonlinearity?: Nonlinearity;
}

/** The standard deviation of He et al., https://arxiv.org/abs/1502.01852. */
export function kaimingStd(
  shape: Shape,
  { a = 0, mode = "fanIn", nonlinearity = "leakyRelu" }: KaimingOptions,
): number {
  return calculateGain(nonlinearity, a) / Math.sqrt(fansOf(shape)[mode]);
}
