import * as maths from "../maths/imported";
import { BinaryOp } from "./binary-op";

/** As C and PyTorch have it: 1 to any power and −1 to an infinite one are 1, also where JavaScript says NaN. */
@inline
function pow(a: f64, b: f64): f64 {
  return a == 1 || (a == -1 && Math.abs(b) == Infinity) ? 1 : maths.pow(a, b);
}

/** The rest of a / b with the sign of a. */
@inline
function restOf<T>(a: f64, b: f64): f64 {
  if (sizeof<T>() == 4) {
    // Quotients of two float32 below 2²⁸ are truncated right, and their products with b are exact.
    const q = a / b;
    if (Math.abs(q) < 268435456 && Math.abs(b) < Infinity) return a - Math.trunc(q) * b;
  }
  return a % b;
}

/** With the sign of the divisor. */
@inline
function remainder<T>(a: f64, b: f64): f64 {
  const rest = restOf<T>(a, b);
  return rest != 0 && rest < 0 != b < 0 ? rest + b : rest;
}

/** Python's: exact where a / b rounds up to the next integer. */
@inline
function floorDiv<T>(a: f64, b: f64): f64 {
  if (b == 0) return a / b;
  const rest = restOf<T>(a, b);
  const quotient = nearest((a - rest) / b);
  return rest != 0 && rest < 0 != b < 0 ? quotient - 1 : quotient;
}

@inline
function apply<T>(op: u32, a: f64, b: f64): f64 {
  switch (op) {
    case BinaryOp.add: return a + b;
    case BinaryOp.sub: return a - b;
    case BinaryOp.mul: return a * b;
    case BinaryOp.div: return a / b;
    case BinaryOp.maximum: return Math.max(a, b);
    case BinaryOp.minimum: return Math.min(a, b);
    case BinaryOp.pow: return pow(a, b);
    case BinaryOp.atan2: return maths.atan2(a, b);
    case BinaryOp.remainder: return remainder<T>(a, b);
    default: return floorDiv<T>(a, b);
  }
}

/** Bytes `i` to `end` of y = a ∘ b, for any op on float64 and those that have no vector form on float32. */
@inline
export function scalars<T>(
  op: u32, y: usize, a: usize, maskA: usize, b: usize, maskB: usize, i: usize, end: usize,
): void {
  for (; i < end; i += sizeof<T>()) {
    store<T>(y + i, <T>apply<T>(op, load<T>(a + (i & maskA)), load<T>(b + (i & maskB))));
  }
}
