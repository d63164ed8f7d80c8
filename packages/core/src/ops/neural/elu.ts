import { scope } from "../../runtime/scope";
import type { Tensor } from "../../tensor/tensor";
import { mul } from "../binary/mul";
import { gt } from "../compare/gt";
import { where } from "../compare/where";
import { expm1 } from "../unary/expm1";

export interface EluOptions {
  /** The limit at −∞ is −alpha. Default 1. */
  alpha?: number;
}

/** x where it is positive, else alpha · (eˣ − 1). */
export function elu(x: Tensor, { alpha = 1 }: EluOptions = {}): Tensor {
  return scope(() => {
    const isPositive = gt(x, 0);
    // Large x must not overflow the branch that is not taken: its gradient would be 0 · ∞.
    return where(isPositive, x, mul(expm1(where(isPositive, 0, x)), alpha));
  });
}
