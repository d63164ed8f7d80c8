import { scope } from "../../runtime/scope";
import type { Tensor } from "../../tensor/tensor";
import { mul } from "../binary/mul";
import { gt } from "../compare/gt";
import { where } from "../compare/where";

export interface LeakyReluOptions {
  /** Default 0.01. */
  negativeSlope?: number;
}

/** x where it is positive, else negativeSlope · x. */
export function leakyRelu(x: Tensor, { negativeSlope = 0.01 }: LeakyReluOptions = {}): Tensor {
  return scope(() => where(gt(x, 0), x, mul(x, negativeSlope)));
}
