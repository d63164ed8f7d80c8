import { storeLanes } from "../lanes";
import { UnaryOp } from "./unary-op";

@inline
function apply(op: u32, x: v128): v128 {
  switch (op) {
    case UnaryOp.abs: return i32x4.abs(x);
    case UnaryOp.neg: return i32x4.neg(x);
    case UnaryOp.sign: return i32x4.min_s(i32x4.max_s(x, i32x4.splat(-1)), i32x4.splat(1));
    case UnaryOp.square: return i32x4.mul(x, x);
    default: return i32x4.max_s(x, i32x4.splat(0));
  }
}

/** Elements `from` to `to` of y = op x in int32, for the ops that integers have. */
export function unaryI32(op: u32, y: usize, x: usize, from: usize, to: usize): void {
  const whole = to - ((to - from) & 3);
  let i = from << 2;
  for (const end = whole << 2; i < end; i += 16) v128.store(y + i, apply(op, v128.load(x + i)));
  if (whole < to) storeLanes(y + i, apply(op, v128.load(x + i)), (to - whole) << 2);
}
