import { erf } from "../maths/erf";
import { exp } from "../maths/exp";
import { expm1 } from "../maths/expm1";
import { isOdd, LN, log, LOG2, usualLog, withEnds } from "../maths/log";
import { onePlus, usualLog1p } from "../maths/log1p";
import { sigmoid } from "../maths/sigmoid";
import { isLarge, sin } from "../maths/sin";
import { tanh } from "../maths/tanh";
import { place } from "../splat";
import { UnaryOp } from "./unary-op";
import { scalarF32 } from "./unary-scalar";

@unmanaged class Abs { @inline f(x: v128): v128 { return f32x4.abs(x); } }
@unmanaged class Neg { @inline f(x: v128): v128 { return f32x4.neg(x); } }
@unmanaged class Sign {
  @inline f(x: v128): v128 {
    const signed = v128.or(v128.and(x, i32x4.splat(1 << 31)), f32x4.splat(1));
    // Zeros and NaN stay.
    return v128.bitselect(signed, x, f32x4.gt(f32x4.abs(x), f32x4.splat(0)));
  }
}
@unmanaged class Exp { @inline f(x: v128): v128 { return exp(x); } }
@unmanaged class Expm1 { @inline f(x: v128): v128 { return expm1(x); } }
@unmanaged class Sqrt { @inline f(x: v128): v128 { return f32x4.sqrt(x); } }
@unmanaged class Rsqrt { @inline f(x: v128): v128 { return f32x4.div(f32x4.splat(1), f32x4.sqrt(x)); } }
@unmanaged class Square { @inline f(x: v128): v128 { return f32x4.mul(x, x); } }
@unmanaged class Reciprocal { @inline f(x: v128): v128 { return f32x4.div(f32x4.splat(1), x); } }
@unmanaged class Tanh { @inline f(x: v128): v128 { return tanh(x); } }
@unmanaged class Floor { @inline f(x: v128): v128 { return f32x4.floor(x); } }
@unmanaged class Ceil { @inline f(x: v128): v128 { return f32x4.ceil(x); } }
@unmanaged class Round { @inline f(x: v128): v128 { return f32x4.nearest(x); } }
@unmanaged class Erf { @inline f(x: v128): v128 { return erf(x); } }
@unmanaged class Sigmoid { @inline f(x: v128): v128 { return sigmoid(x); } }
// In this order of arguments a NaN stays.
@unmanaged class Relu { @inline f(x: v128): v128 { return f32x4.pmax(x, f32x4.splat(0)); } }

// Functions that are right for usual arguments: the lanes of others, and what makes the results at y right for them.
@unmanaged class Log {
  @inline f(x: v128): v128 { return usualLog(x, LN); }
  @inline odd(x: v128): v128 { return isOdd(x); }
  @inline correct(y: usize, x: v128): void { v128.store(y, log(x, LN)); }
}
@unmanaged class Log2 {
  @inline f(x: v128): v128 { return usualLog(x, LOG2); }
  @inline odd(x: v128): v128 { return isOdd(x); }
  @inline correct(y: usize, x: v128): void { v128.store(y, log(x, LOG2)); }
}
@unmanaged class Log1p {
  @inline f(x: v128): v128 { return usualLog1p(x); }
  @inline odd(x: v128): v128 { return isOdd(onePlus(x)); }
  @inline correct(y: usize, x: v128): void { v128.store(y, withEnds(v128.load(y), onePlus(x))); }
}
@unmanaged class Sin {
  @inline f(x: v128): v128 { return sin(x, 0); }
  @inline odd(x: v128): v128 { return isLarge(x); }
  @inline correct(y: usize, x: v128): void { correctLarge(UnaryOp.sin, y, x); }
}
@unmanaged class Cos {
  @inline f(x: v128): v128 { return sin(x, 1); }
  @inline odd(x: v128): v128 { return isLarge(x); }
  @inline correct(y: usize, x: v128): void { correctLarge(UnaryOp.cos, y, x); }
}

function correctLarge(op: u32, y: usize, x: v128): void {
  v128.store(place(2), x);
  scalarF32(op, place(2), place(2), 0, 4);
  v128.store(y, v128.bitselect(v128.load(place(2)), v128.load(y), isLarge(x)));
}

@inline
function loop<Op>(y: usize, x: usize, i: usize, end: usize): void {
  for (; i < end; i += 16) v128.store(y + i, changetype<Op>(0).f(v128.load(x + i)));
}

/** The same for long functions: two vectors a turn share what they load of tables. */
@inline
function loopOfPairs<Op>(y: usize, x: usize, i: usize, end: usize): void {
  for (; i < end; i += 32) {
    const a = changetype<Op>(0).f(v128.load(x + i));
    const b = changetype<Op>(0).f(v128.load(x + i, 16));
    v128.store(y + i, a);
    v128.store(y + i, b, 16);
  }
}

/** For functions of usual arguments. */
@inline
function loopOfUsual<Op>(y: usize, x: usize, i: usize, end: usize): void {
  const op = changetype<Op>(0);
  for (; i < end; i += 16) {
    const v = v128.load(x + i);
    v128.store(y + i, op.f(v));
    if (v128.any_true(op.odd(v))) op.correct(y + i, v);
  }
}

/** Bytes `from` to `to`, a multiple of 32 of them. */
function vectors(op: u32, y: usize, x: usize, from: usize, to: usize): void {
  switch (op) {
    case UnaryOp.abs: loop<Abs>(y, x, from, to); break;
    case UnaryOp.neg: loop<Neg>(y, x, from, to); break;
    case UnaryOp.sign: loop<Sign>(y, x, from, to); break;
    case UnaryOp.exp: loopOfPairs<Exp>(y, x, from, to); break;
    case UnaryOp.expm1: loopOfPairs<Expm1>(y, x, from, to); break;
    case UnaryOp.log: loopOfUsual<Log>(y, x, from, to); break;
    case UnaryOp.log1p: loopOfUsual<Log1p>(y, x, from, to); break;
    case UnaryOp.log2: loopOfUsual<Log2>(y, x, from, to); break;
    case UnaryOp.sqrt: loop<Sqrt>(y, x, from, to); break;
    case UnaryOp.rsqrt: loop<Rsqrt>(y, x, from, to); break;
    case UnaryOp.square: loop<Square>(y, x, from, to); break;
    case UnaryOp.reciprocal: loop<Reciprocal>(y, x, from, to); break;
    case UnaryOp.sin: loopOfUsual<Sin>(y, x, from, to); break;
    case UnaryOp.cos: loopOfUsual<Cos>(y, x, from, to); break;
    case UnaryOp.tanh: loopOfPairs<Tanh>(y, x, from, to); break;
    case UnaryOp.floor: loop<Floor>(y, x, from, to); break;
    case UnaryOp.ceil: loop<Ceil>(y, x, from, to); break;
    case UnaryOp.round: loop<Round>(y, x, from, to); break;
    case UnaryOp.erf: loopOfPairs<Erf>(y, x, from, to); break;
    case UnaryOp.sigmoid: loopOfPairs<Sigmoid>(y, x, from, to); break;
    case UnaryOp.relu: loop<Relu>(y, x, from, to); break;
    default: scalarF32(op, y, x, from >> 2, to >> 2);
  }
}

/** Elements `from` to `to` of y = op x in float32. */
export function unaryF32(op: u32, y: usize, x: usize, from: usize, to: usize): void {
  const rest = (to - from) & 7;
  const whole = (to - rest) << 2;
  vectors(op, y, x, from << 2, whole);
  if (rest) {
    memory.copy(place(0), x + whole, rest << 2);
    vectors(op, place(0), place(0), 0, 32);
    memory.copy(y + whole, place(0), rest << 2);
  }
}
