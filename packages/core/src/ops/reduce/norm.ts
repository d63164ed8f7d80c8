import { isFloat } from "../../dtype";
import { ArgumentError, DTypeError } from "../../errors";
import { scope } from "../../runtime/scope";
import type { Tensor } from "../../tensor/tensor";
import { pow } from "../binary/pow";
import { eq } from "../compare/eq";
import { where } from "../compare/where";
import { cast } from "../shape/cast";
import { abs } from "../unary/abs";
import { square } from "../unary/square";
import { amax } from "./amax";
import { amin } from "./amin";
import { countNonzero } from "./count-nonzero";
import type { ReduceOptions } from "./reduce-dims";
import { safeSqrt } from "./safe-sqrt";
import { sum } from "./sum";

export interface NormOptions extends ReduceOptions {
  /** The order: 2 when absent; ∞ and −∞ for the largest and smallest magnitude, 0 for the number of nonzeros. */
  p?: number;
}

/** The vector norm (Σ|x|ᵖ)^(1/p) over `dim` (all dimensions when absent); its gradient is 0 where it is 0. */
export function norm(x: Tensor, { p = 2, dim, keepdim }: NormOptions = {}): Tensor {
  if (!isFloat(x.dtype)) {
    throw new DTypeError(
      `norm: expected a floating dtype, got ${x.dtype}; convert it first, for example x.to("float32")`,
    );
  }
  if (Number.isNaN(p)) throw new ArgumentError("norm: p must be a number, got NaN");
  const over = { dim, keepdim };
  return scope(() => {
    if (p === 0) return cast(countNonzero(x, over), x.dtype);
    if (p === 1) return sum(abs(x), over);
    if (p === 2) return safeSqrt(sum(square(x), over));
    if (p === Infinity) return amax(abs(x), over);
    if (p === -Infinity) return amin(abs(x), over);
    return safePow(sum(safePow(abs(x), p), over), 1 / p);
  });
}

/** aᵖ of a ≥ 0 with a gradient of 0 at 0, where that of `pow` may be infinite. */
function safePow(a: Tensor, p: number): Tensor {
  const isZero = eq(a, 0);
  return where(isZero, 0 ** p, pow(where(isZero, 1, a), p));
}
