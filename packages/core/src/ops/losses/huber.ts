import type { Tensor } from "../../tensor/tensor";
import { mul } from "../binary/mul";
import { sub } from "../binary/sub";
import { le } from "../compare/le";
import { where } from "../compare/where";
import { abs } from "../unary/abs";
import { square } from "../unary/square";

/** x² / 2 up to |x| = delta, and the tangent there, delta · (|x| − delta / 2), beyond. */
export function huber(x: Tensor, delta: number): Tensor {
  const size = abs(x);
  const isSmall = le(size, delta);
  // Infinite x must not reach the square: its gradient would be 0 · ∞.
  const curve = mul(square(where(isSmall, x, 0)), 0.5);
  return where(isSmall, curve, mul(sub(size, delta / 2), delta));
}
