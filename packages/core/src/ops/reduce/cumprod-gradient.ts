import type { Tensor } from "../../tensor/tensor";
import { div } from "../binary/div";
import { mul } from "../binary/mul";
import { eq } from "../compare/eq";
import { logicalAnd } from "../compare/logical-and";
import { where } from "../compare/where";
import { cast } from "../shape/cast";
import { flip } from "../shape/flip";
import { cumprod } from "./cumprod";
import { cumsum } from "./cumsum";

/**
 * The gradient of `cumprod`: each element gets Σ_{j ≥ i} g_j · Π_{k ≤ j, k ≠ i} x_k. Before the first 0 that is the
 * reversed running sum of g · y over x; at the first 0 the same with that 0 left out; behind it nothing.
 * Second derivatives hold where at most the first 0 of a row is differentiated.
 */
export function cumprodGradient(g: Tensor, x: Tensor, dim: number): Tensor {
  const isZero = eq(x, 0);
  const zerosSoFar = cumsum(isZero, { dim });
  const beforeZero = eq(zerosSoFar, 0);
  const oneZero = eq(zerosSoFar, 1);
  const isFirstZero = logicalAnd(isZero, oneZero);
  const backwards = (t: Tensor): Tensor => flip(cumsum(flip(t, dim), { dim }), dim);
  const clear = div(backwards(mul(g, cumprod(x, { dim }))), where(isZero, 1, x));
  const withoutZero = cumprod(where(isFirstZero, 1, x), { dim });
  const atZero = backwards(mul(mul(g, withoutZero), cast(oneZero, g.dtype)));
  return where(beforeZero, clear, where(isFirstZero, atZero, 0));
}
