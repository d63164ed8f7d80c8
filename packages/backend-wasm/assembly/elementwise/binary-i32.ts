import { BinaryOp } from "./binary-op";
import * as maths from "../maths/imported";

/** a to the power b modulo 2³². */
function pow(a: i32, b: i32): i32 {
  if (b < 0) return a == 1 || (a == -1 && !(b & 1)) ? 1 : a == -1 ? -1 : 0;
  let power = 1;
  for (; b; b >>= 1, a *= a) if (b & 1) power *= a;
  return power;
}

/** With the sign of the divisor, 0 for a divisor of 0. */
@inline
function remainder(a: i32, b: i32): i32 {
  // The division of −2³¹ by −1 traps.
  if (b == 0 || b == -1) return 0;
  const rest = a % b;
  return rest && (rest ^ b) < 0 ? rest + b : rest;
}

@inline
function floorDiv(a: i32, b: i32): i32 {
  if (b == 0) return 0;
  if (b == -1) return -a;
  const quotient = a / b;
  return a % b && (a ^ b) < 0 ? quotient - 1 : quotient;
}

/** For the ops that have no vector form. Division truncates. */
export function applyI32(op: u32, a: i32, b: i32): i32 {
  switch (op) {
    case BinaryOp.pow: return pow(a, b);
    case BinaryOp.remainder: return remainder(a, b);
    case BinaryOp.floorDiv: return floorDiv(a, b);
    case BinaryOp.div: return b == 0 ? 0 : b == -1 ? -a : a / b;
    default: return <i32>maths.atan2(a, b);
  }
}
