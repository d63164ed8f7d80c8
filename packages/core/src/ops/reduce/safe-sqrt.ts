import type { Tensor } from "../../tensor/tensor";
import { eq } from "../compare/eq";
import { where } from "../compare/where";
import { sqrt } from "../unary/sqrt";

/** √x with a gradient of 0, instead of ∞, at 0. */
export function safeSqrt(x: Tensor): Tensor {
  const isZero = eq(x, 0);
  return where(isZero, 0, sqrt(where(isZero, 1, x)));
}
