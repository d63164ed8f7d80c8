import { scope } from "../../runtime/scope";
import type { Tensor } from "../../tensor/tensor";
import { div } from "../binary/div";
import { mul } from "../binary/mul";
import { gt } from "../compare/gt";
import { where } from "../compare/where";
import { log1pExp } from "./log1p-exp";

export interface SoftplusOptions {
  /** Sharpness of the bend. Default 1. */
  beta?: number;
  /** Where beta · x is larger the result is x. Default 20. */
  threshold?: number;
}

/** ln(1 + e^(beta · x)) / beta, a smooth relu. */
export function softplus(x: Tensor, { beta = 1, threshold = 20 }: SoftplusOptions = {}): Tensor {
  return scope(() => {
    const scaled = beta === 1 ? x : mul(x, beta);
    const curve = log1pExp(scaled);
    return where(gt(scaled, threshold), x, beta === 1 ? curve : div(curve, beta));
  });
}
