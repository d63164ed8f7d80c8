import { toFloats, upperHalf } from "../vectors";
import { isOdd } from "./log";

const SHARED = memory.data<f32>([
  0.6666666865348816, // the smallest mantissa of exponent 0: see log.ts
  1, Infinity, 0.5,
]);
const TABLE = memory.data<f64>([
  0.2908290964313592, 0.3192852372123645, 0.41222616721328004,
  0.5770777556664821, 0.9617966948252439, 2.885390081777424,
  -200, 200, // beyond them results are 0 and ∞
  6755399441056767, // 1.5 · 2⁵² + 1023: as in exp.ts
  1.519615712151737e-5, 1.5466756312534007e-4, 1.3333935053068834e-3, 9.618038132073943e-3,
  0.05550410365994027, 0.24022651066560954, 0.6931471807045327, 1,
  2,
]);

/** The lanes where `pow` is not for x and y: zeros, denormal numbers, infinities and NaN. */
@inline
export function isHard(x: v128, y: v128): v128 {
  const finite = f32x4.lt(f32x4.abs(y), v128.load32_splat(SHARED, 8));
  return v128.or(isOdd(f32x4.abs(x)), v128.not(finite));
}

/**
 * x to the power y, rounded right but for 1 of 3000: 2 to the power y log₂ |x|, in double precision, with minimax
 * polynomials (Lawson).
 */
@inline
export function pow(x: v128, y: v128): v128 {
  const size = f32x4.abs(x);
  const k = i32x4.shr_s(i32x4.sub(size, v128.load32_splat(SHARED)), 23);
  const f = f32x4.sub(i32x4.sub(size, i32x4.shl(k, 23)), v128.load32_splat(SHARED, 4));
  const low = powOfParts(k, f, y);
  const power = toFloats(low, powOfParts(upperHalf(k), upperHalf(f), upperHalf(y)));
  return i32x4.bitmask(x) ? withSign(power, x, y) : power;
}

/** 2 to the power y · (k + log₂ (1 + f)), of the lower two lanes, for −1/3 ≤ f ≤ 1/3. */
@inline
function powOfParts(k: v128, f: v128, y: v128): v128 {
  // As in log.ts: 2 artanh s with s = f / (2 + f).
  f = f64x2.promote_low_f32x4(f);
  const s = f64x2.div(f, f64x2.add(f, v128.load64_splat(TABLE, 136)));
  const z = f64x2.mul(s, s);
  let p = f64x2.add(f64x2.mul(z, v128.load64_splat(TABLE)), v128.load64_splat(TABLE, 8));
  p = f64x2.add(f64x2.mul(z, p), v128.load64_splat(TABLE, 16));
  p = f64x2.add(f64x2.mul(z, p), v128.load64_splat(TABLE, 24));
  p = f64x2.add(f64x2.mul(z, p), v128.load64_splat(TABLE, 32));
  p = f64x2.add(f64x2.mul(z, p), v128.load64_splat(TABLE, 40));
  p = f64x2.add(f64x2.mul(s, p), f64x2.convert_low_i32x4_s(k));
  p = f64x2.mul(p, f64x2.promote_low_f32x4(y));
  p = f64x2.pmin(f64x2.pmax(p, v128.load64_splat(TABLE, 48)), v128.load64_splat(TABLE, 56));
  const rounder = v128.load64_splat(TABLE, 64);
  const rounded = f64x2.add(p, rounder);
  const r = f64x2.sub(p, f64x2.sub(rounded, rounder));
  p = f64x2.add(f64x2.mul(r, v128.load64_splat(TABLE, 72)), v128.load64_splat(TABLE, 80));
  p = f64x2.add(f64x2.mul(r, p), v128.load64_splat(TABLE, 88));
  p = f64x2.add(f64x2.mul(r, p), v128.load64_splat(TABLE, 96));
  p = f64x2.add(f64x2.mul(r, p), v128.load64_splat(TABLE, 104));
  p = f64x2.add(f64x2.mul(r, p), v128.load64_splat(TABLE, 112));
  p = f64x2.add(f64x2.mul(r, p), v128.load64_splat(TABLE, 120));
  p = f64x2.add(f64x2.mul(r, p), v128.load64_splat(TABLE, 128));
  return f64x2.mul(p, i64x2.shl(rounded, 52));
}

/** Powers of negative x are NaN, unless y is an integer, and negative where that is odd. */
@inline
function withSign(power: v128, x: v128, y: v128): v128 {
  const half = f32x4.mul(y, v128.load32_splat(SHARED, 12));
  const isEven = f32x4.eq(f32x4.nearest(half), half);
  const isWhole = f32x4.eq(f32x4.nearest(y), y);
  const isNegative = i32x4.shr_s(x, 31);
  power = v128.or(power, i32x4.shl(v128.andnot(isNegative, isEven), 31));
  // All bits set are a NaN.
  return v128.or(power, v128.andnot(isNegative, isWhole));
}
