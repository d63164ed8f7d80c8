import { ArgumentError } from "../../errors";
import { scope } from "../../runtime/scope";
import type { Tensor } from "../../tensor/tensor";
import { ge } from "../compare/ge";
import { le } from "../compare/le";
import { where } from "../compare/where";

export interface HardtanhOptions {
  /** Default −1. */
  minVal?: number;
  /** Default 1. */
  maxVal?: number;
}

/** `x` limited to [minVal, maxVal]; unlike with `clamp` the gradient at the limits is 0. */
export function hardtanh(x: Tensor, { minVal = -1, maxVal = 1 }: HardtanhOptions = {}): Tensor {
  if (!(minVal <= maxVal)) throw new ArgumentError(`hardtanh: minVal ${minVal} is larger than maxVal ${maxVal}`);
  return scope(() => where(le(x, minVal), minVal, where(ge(x, maxVal), maxVal, x)));
}
