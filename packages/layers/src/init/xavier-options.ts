import type { Shape } from "@nn/core";
import { fansOf } from "./fans";
import type { RandomFillOptions } from "./fill";

export interface XavierOptions extends RandomFillOptions {
  /** Default 1. */
  gain?: number;
}

/** The standard deviation of Glorot and Bengio, https://proceedings.mlr.press/v9/glorot10a.html. */
export function xavierStd(shape: Shape, { gain = 1 }: XavierOptions): number {
  const { fanIn, fanOut } = fansOf(shape);
  return gain * Math.sqrt(2 / (fanIn + fanOut));
}
