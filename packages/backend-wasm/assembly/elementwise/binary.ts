import { DType } from "../dtype";
import { storeLanes } from "../lanes";
import { isHard, pow } from "../maths/pow";
import { place, splat32 } from "../splat";
import { offsetA, offsetB, startWalk, stepWalk } from "../walk";
import { applyI32 } from "./binary-i32";
import { BinaryOp } from "./binary-op";
import { scalars } from "./binary-scalar";
import { constantPower } from "./constant-power";

// Each op is a class without fields: a call through `changetype<Op>(0)` is resolved, and inlined, at compile time.
@unmanaged class Add { @inline v(a: v128, b: v128): v128 { return f32x4.add(a, b); } }
@unmanaged class Sub { @inline v(a: v128, b: v128): v128 { return f32x4.sub(a, b); } }
@unmanaged class Mul { @inline v(a: v128, b: v128): v128 { return f32x4.mul(a, b); } }
@unmanaged class Div { @inline v(a: v128, b: v128): v128 { return f32x4.div(a, b); } }
@unmanaged class Maximum { @inline v(a: v128, b: v128): v128 { return f32x4.max(a, b); } }
@unmanaged class Minimum { @inline v(a: v128, b: v128): v128 { return f32x4.min(a, b); } }
@unmanaged class AddI32 { @inline v(a: v128, b: v128): v128 { return i32x4.add(a, b); } }
@unmanaged class SubI32 { @inline v(a: v128, b: v128): v128 { return i32x4.sub(a, b); } }
@unmanaged class MulI32 { @inline v(a: v128, b: v128): v128 { return i32x4.mul(a, b); } }
@unmanaged class MaximumI32 { @inline v(a: v128, b: v128): v128 { return i32x4.max_s(a, b); } }
@unmanaged class MinimumI32 { @inline v(a: v128, b: v128): v128 { return i32x4.min_s(a, b); } }

/** Bytes `i` to `end`, a multiple of 16 of them. A mask of −1 goes on with y; 0 stays on 16 bytes of one value. */
@inline
function loop<Op>(y: usize, a: usize, maskA: usize, b: usize, maskB: usize, i: usize, end: usize): void {
  const op = changetype<Op>(0);
  if (maskA & maskB) {
    for (; i + 64 <= end; i += 64) {
      v128.store(y + i, op.v(v128.load(a + i), v128.load(b + i)));
      v128.store(y + i, op.v(v128.load(a + i, 16), v128.load(b + i, 16)), 16);
      v128.store(y + i, op.v(v128.load(a + i, 32), v128.load(b + i, 32)), 32);
      v128.store(y + i, op.v(v128.load(a + i, 48), v128.load(b + i, 48)), 48);
    }
  }
  for (; i < end; i += 16) v128.store(y + i, op.v(v128.load(a + (i & maskA)), v128.load(b + (i & maskB))));
}

/** Vectors with hard lanes go one by one. */
function powers(y: usize, a: usize, maskA: usize, b: usize, maskB: usize, i: usize, end: usize): void {
  for (; i < end; i += 16) {
    const x = v128.load(a + (i & maskA));
    const exponent = v128.load(b + (i & maskB));
    if (v128.any_true(isHard(x, exponent))) scalars<f32>(BinaryOp.pow, y, a, maskA, b, maskB, i, i + 16);
    else v128.store(y + i, pow(x, exponent));
  }
}

function vectorsF32(
  op: u32, y: usize, a: usize, maskA: usize, b: usize, maskB: usize, from: usize, to: usize,
): void {
  switch (op) {
    case BinaryOp.add: loop<Add>(y, a, maskA, b, maskB, from, to); break;
    case BinaryOp.sub: loop<Sub>(y, a, maskA, b, maskB, from, to); break;
    case BinaryOp.mul: loop<Mul>(y, a, maskA, b, maskB, from, to); break;
    case BinaryOp.div: loop<Div>(y, a, maskA, b, maskB, from, to); break;
    case BinaryOp.maximum: loop<Maximum>(y, a, maskA, b, maskB, from, to); break;
    case BinaryOp.minimum: loop<Minimum>(y, a, maskA, b, maskB, from, to); break;
    case BinaryOp.pow:
      if (maskB || !constantPower(y, a, maskA, load<f32>(b), from, to)) powers(y, a, maskA, b, maskB, from, to);
      break;
    default: scalars<f32>(op, y, a, maskA, b, maskB, from, to);
  }
}

function vectorsI32(
  op: u32, y: usize, a: usize, maskA: usize, b: usize, maskB: usize, from: usize, to: usize,
): void {
  switch (op) {
    case BinaryOp.add: loop<AddI32>(y, a, maskA, b, maskB, from, to); break;
    case BinaryOp.sub: loop<SubI32>(y, a, maskA, b, maskB, from, to); break;
    case BinaryOp.mul: loop<MulI32>(y, a, maskA, b, maskB, from, to); break;
    case BinaryOp.maximum: loop<MaximumI32>(y, a, maskA, b, maskB, from, to); break;
    case BinaryOp.minimum: loop<MinimumI32>(y, a, maskA, b, maskB, from, to); break;
    default:
      for (let i = from; i < to; i += 4) {
        store<i32>(y + i, applyI32(op, load<i32>(a + (i & maskA)), load<i32>(b + (i & maskB))));
      }
  }
}

@inline
function vectors(
  dtype: u32, op: u32, y: usize, a: usize, maskA: usize, b: usize, maskB: usize, from: usize, to: usize,
): void {
  if (dtype == DType.f32) vectorsF32(op, y, a, maskA, b, maskB, from, to);
  else vectorsI32(op, y, a, maskA, b, maskB, from, to);
}

/**
 * Elements `from` to `to` of y = a ∘ b, where `code` is dtype · 16 + op and the dtype float32, int32 or float64. Where
 * a mask is 0 the operand is one value, else the mask is −1.
 */
export function binary(
  code: u32, y: usize, a: usize, maskA: usize, b: usize, maskB: usize, from: usize, to: usize,
): void {
  const dtype = code >> 4;
  const op = code & 15;
  if (dtype == DType.f64) {
    scalars<f64>(op, y, a, maskA, b, maskB, from << 3, to << 3);
    return;
  }
  if (!maskA) a = splat32(a, 0);
  if (!maskB) b = splat32(b, 1);
  const rest = (to - from) & 3;
  const whole = (to - rest) << 2;
  vectors(dtype, op, y, a, maskA, b, maskB, from << 2, whole);
  if (rest) {
    vectors(dtype, op, place(2), a + (whole & maskA), maskA, b + (whole & maskB), maskB, 0, 16);
    storeLanes(y + whole, v128.load(place(2)), rest << 2);
  }
}

/** The same over rows `from` to `to`, of `size` elements each, of a walk. */
export function binaryRows(
  code: u32, y: usize, a: usize, maskA: usize, b: usize, maskB: usize, size: usize, plan: usize,
  from: usize, to: usize,
): void {
  const bytes = code >> 4 == DType.f64 ? size << 3 : size << 2;
  startWalk(plan, <u32>from);
  for (let row = from; row < to; row++, stepWalk(plan)) {
    binary(code, y + row * bytes, a + offsetA, maskA, b + offsetB, maskB, 0, size);
  }
}
