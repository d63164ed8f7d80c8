import { erfDouble } from "../maths/erf-double";
import * as maths from "../maths/imported";
import { UnaryOp } from "./unary-op";

/** Any op on one number. */
function apply(op: u32, x: f64): f64 {
  switch (op) {
    case UnaryOp.abs: return Math.abs(x);
    case UnaryOp.neg: return -x;
    case UnaryOp.sign: return x > 0 ? 1 : x < 0 ? -1 : x;
    case UnaryOp.exp: return maths.exp(x);
    case UnaryOp.expm1: return maths.expm1(x);
    case UnaryOp.log: return maths.log(x);
    case UnaryOp.log1p: return maths.log1p(x);
    case UnaryOp.log2: return maths.log2(x);
    case UnaryOp.sqrt: return Math.sqrt(x);
    case UnaryOp.rsqrt: return 1 / Math.sqrt(x);
    case UnaryOp.square: return x * x;
    case UnaryOp.reciprocal: return 1 / x;
    case UnaryOp.sin: return maths.sin(x);
    case UnaryOp.cos: return maths.cos(x);
    case UnaryOp.tan: return maths.tan(x);
    case UnaryOp.asin: return maths.asin(x);
    case UnaryOp.acos: return maths.acos(x);
    case UnaryOp.atan: return maths.atan(x);
    case UnaryOp.sinh: return maths.sinh(x);
    case UnaryOp.cosh: return maths.cosh(x);
    case UnaryOp.tanh: return maths.tanh(x);
    case UnaryOp.floor: return Math.floor(x);
    case UnaryOp.ceil: return Math.ceil(x);
    case UnaryOp.round: return nearest(x);
    case UnaryOp.erf: return erfDouble(x);
    case UnaryOp.sigmoid: return 1 / (1 + maths.exp(-x));
    default: return x < 0 ? 0 : x;
  }
}

/** Elements `from` to `to` of y = op x in float64. */
export function unaryF64(op: u32, y: usize, x: usize, from: usize, to: usize): void {
  for (let i = from; i < to; i++) store<f64>(y + (i << 3), apply(op, load<f64>(x + (i << 3))));
}

/** The same in float32, for ops that have no vector form and arguments that need exactness. */
export function scalarF32(op: u32, y: usize, x: usize, from: usize, to: usize): void {
  for (let i = from; i < to; i++) store<f32>(y + (i << 2), <f32>apply(op, load<f32>(x + (i << 2))));
}
