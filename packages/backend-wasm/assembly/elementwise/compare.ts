import { DType } from "../dtype";
import { place, splat32, splat8 } from "../splat";
import { offsetA, offsetB, startWalk, stepWalk } from "../walk";

/** As src/kernels/compare.ts numbers them; the others are these with operands exchanged or the result inverted. */
const enum CompareOp { eq, lt, le, and, or }

// Vectors of four or sixteen masks. Each op is a class without fields: calls are resolved at compile time.
@unmanaged class EqF32 { @inline v(a: v128, b: v128): v128 { return f32x4.eq(a, b); } }
@unmanaged class LtF32 { @inline v(a: v128, b: v128): v128 { return f32x4.lt(a, b); } }
@unmanaged class LeF32 { @inline v(a: v128, b: v128): v128 { return f32x4.le(a, b); } }
@unmanaged class AndF32 {
  @inline v(a: v128, b: v128): v128 {
    return v128.and(f32x4.ne(a, f32x4.splat(0)), f32x4.ne(b, f32x4.splat(0)));
  }
}
@unmanaged class OrF32 {
  @inline v(a: v128, b: v128): v128 {
    return v128.or(f32x4.ne(a, f32x4.splat(0)), f32x4.ne(b, f32x4.splat(0)));
  }
}
@unmanaged class EqI32 { @inline v(a: v128, b: v128): v128 { return i32x4.eq(a, b); } }
@unmanaged class LtI32 { @inline v(a: v128, b: v128): v128 { return i32x4.lt_s(a, b); } }
@unmanaged class LeI32 { @inline v(a: v128, b: v128): v128 { return i32x4.le_s(a, b); } }
@unmanaged class AndI32 {
  @inline v(a: v128, b: v128): v128 {
    return v128.and(i32x4.ne(a, i32x4.splat(0)), i32x4.ne(b, i32x4.splat(0)));
  }
}
@unmanaged class OrI32 { @inline v(a: v128, b: v128): v128 { return i32x4.ne(v128.or(a, b), i32x4.splat(0)); } }
@unmanaged class EqU8 { @inline v(a: v128, b: v128): v128 { return i8x16.eq(a, b); } }
@unmanaged class LtU8 { @inline v(a: v128, b: v128): v128 { return i8x16.lt_u(a, b); } }
@unmanaged class LeU8 { @inline v(a: v128, b: v128): v128 { return i8x16.le_u(a, b); } }
@unmanaged class AndU8 {
  @inline v(a: v128, b: v128): v128 {
    return v128.and(i8x16.ne(a, i8x16.splat(0)), i8x16.ne(b, i8x16.splat(0)));
  }
}
@unmanaged class OrU8 { @inline v(a: v128, b: v128): v128 { return i8x16.ne(v128.or(a, b), i8x16.splat(0)); } }

/** One vector of masks from bytes `i` on of the operands. */
@inline
function masks<Op>(a: usize, maskA: usize, b: usize, maskB: usize, i: usize): v128 {
  return changetype<Op>(0).v(v128.load(a + (i & maskA)), v128.load(b + (i & maskB)));
}

/** Elements `i` to `end`, a multiple of 16 of them, of operands of 4 bytes. A mask of 0 stays on one vector. */
@inline
function loop4<Op>(y: usize, a: usize, maskA: usize, b: usize, maskB: usize, flip: v128, i: usize, end: usize): void {
  for (; i < end; i += 16) {
    const j = i << 2;
    const low = i16x8.narrow_i32x4_s(masks<Op>(a, maskA, b, maskB, j), masks<Op>(a, maskA, b, maskB, j + 16));
    const high = i16x8.narrow_i32x4_s(masks<Op>(a, maskA, b, maskB, j + 32), masks<Op>(a, maskA, b, maskB, j + 48));
    v128.store(y + i, v128.xor(v128.and(i8x16.narrow_i16x8_s(low, high), i8x16.splat(1)), flip));
  }
}

/** The same for operands of 1 byte. */
@inline
function loop1<Op>(y: usize, a: usize, maskA: usize, b: usize, maskB: usize, flip: v128, i: usize, end: usize): void {
  for (; i < end; i += 16) {
    v128.store(y + i, v128.xor(v128.and(masks<Op>(a, maskA, b, maskB, i), i8x16.splat(1)), flip));
  }
}

function vectors(
  dtype: u32, op: u32, y: usize, a: usize, maskA: usize, b: usize, maskB: usize, flip: u32, from: usize, to: usize,
): void {
  const flips = i8x16.splat(<i8>flip);
  switch ((dtype == DType.u8 ? 10 : dtype == DType.i32 ? 5 : 0) + op) {
    case 0: loop4<EqF32>(y, a, maskA, b, maskB, flips, from, to); break;
    case 1: loop4<LtF32>(y, a, maskA, b, maskB, flips, from, to); break;
    case 2: loop4<LeF32>(y, a, maskA, b, maskB, flips, from, to); break;
    case 3: loop4<AndF32>(y, a, maskA, b, maskB, flips, from, to); break;
    case 4: loop4<OrF32>(y, a, maskA, b, maskB, flips, from, to); break;
    case 5: loop4<EqI32>(y, a, maskA, b, maskB, flips, from, to); break;
    case 6: loop4<LtI32>(y, a, maskA, b, maskB, flips, from, to); break;
    case 7: loop4<LeI32>(y, a, maskA, b, maskB, flips, from, to); break;
    case 8: loop4<AndI32>(y, a, maskA, b, maskB, flips, from, to); break;
    case 9: loop4<OrI32>(y, a, maskA, b, maskB, flips, from, to); break;
    case 10: loop1<EqU8>(y, a, maskA, b, maskB, flips, from, to); break;
    case 11: loop1<LtU8>(y, a, maskA, b, maskB, flips, from, to); break;
    case 12: loop1<LeU8>(y, a, maskA, b, maskB, flips, from, to); break;
    case 13: loop1<AndU8>(y, a, maskA, b, maskB, flips, from, to); break;
    default: loop1<OrU8>(y, a, maskA, b, maskB, flips, from, to);
  }
}

@inline
function holds(op: u32, a: f64, b: f64): u32 {
  switch (op) {
    case CompareOp.eq: return a == b;
    case CompareOp.lt: return a < b;
    case CompareOp.le: return a <= b;
    case CompareOp.and: return a != 0 && b != 0;
    default: return a != 0 || b != 0;
  }
}

/**
 * Elements `from` to `to` of y = a ∘ b, where `code` is dtype · 32 + op · 4, plus 2 for the contrary; its lowest bit is
 * the caller's. Masks as in `binary`.
 */
export function compare(
  code: u32, y: usize, a: usize, maskA: usize, b: usize, maskB: usize, from: usize, to: usize,
): void {
  const dtype = min(code >> 5, <u32>DType.u8);
  const op = (code >> 2) & 7;
  const flip = (code >> 1) & 1;
  if (dtype == DType.f64) {
    for (let i = from; i < to; i++) {
      const j = i << 3;
      store<u8>(y + i, holds(op, load<f64>(a + (j & maskA)), load<f64>(b + (j & maskB))) ^ flip);
    }
    return;
  }
  const shift: usize = dtype == DType.u8 ? 0 : 2;
  if (!maskA) a = shift ? splat32(a, 0) : splat8(a, 0);
  if (!maskB) b = shift ? splat32(b, 1) : splat8(b, 1);
  const rest = (to - from) & 15;
  const whole = to - rest;
  vectors(dtype, op, y, a, maskA, b, maskB, flip, from, whole);
  if (rest) {
    // Copies, since these 16 elements end too far behind the last.
    const bytes = rest << shift;
    const done = whole << shift;
    if (maskA) memory.copy(place(4), a + done, bytes);
    if (maskB) memory.copy(place(8), b + done, bytes);
    vectors(dtype, op, place(2), maskA ? place(4) : a, maskA, maskB ? place(8) : b, maskB, flip, 0, 16);
    memory.copy(y + whole, place(2), rest);
  }
}

/** The same over rows `from` to `to`, of `size` elements each, of a walk. */
export function compareRows(
  code: u32, y: usize, a: usize, maskA: usize, b: usize, maskB: usize, size: usize, plan: usize,
  from: usize, to: usize,
): void {
  startWalk(plan, <u32>from);
  for (let row = from; row < to; row++, stepWalk(plan)) {
    compare(code, y + row * size, a + offsetA, maskA, b + offsetB, maskB, 0, size);
  }
}
