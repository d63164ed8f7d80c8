/** Constants of ln and of log₂: coefficients in both scales, ln 2 or 1 in two parts. */
export const LN = memory.data<f32>([
  0.30436766147613525, 0.3995247185230255, 0.6666703224182129, 2,
  1.4286068203094172e-6, 0.693145751953125, -15.942385152878742,
]);
export const LOG2 = memory.data<f32>([
  0.43911147117614746, 0.5763925909996033, 0.9618040323257446, 2.885390043258667,
  0, 1, -23,
]);

const TABLE = memory.data<f32>([
  0.6666666865348816, // mantissas are from here to 4/3, so that numbers near 1 have the exponent 0
  1, 2,
  Infinity, -1.7014118346046923e38, // −2¹²⁷
]);

/** The lanes of x that are not normal positive numbers. */
@inline
export function isOdd(x: v128): v128 {
  // As integers with that added, those wrap to below the bits of −2¹²⁷.
  return i32x4.ge_s(i32x4.add(x, v128.load32_splat(TABLE, 12)), v128.load32_splat(TABLE, 16));
}

/** The logarithm of normal positive x, ln to 3 ulp or log₂, by its table; log₂ of powers of 2 is exact. */
@inline
export function usualLog(x: v128, table: usize): v128 {
  const exponent = i32x4.shr_s(i32x4.sub(x, v128.load32_splat(TABLE)), 23);
  const f = f32x4.sub(i32x4.sub(x, i32x4.shl(exponent, 23)), v128.load32_splat(TABLE, 4));
  const k = f32x4.convert_i32x4_s(exponent);
  const low = f32x4.add(logOfRest(f, table), f32x4.mul(k, v128.load32_splat(table, 16)));
  return f32x4.add(low, f32x4.mul(k, v128.load32_splat(table, 20)));
}

/** log (1 + f) for −1/3 ≤ f ≤ 1/3: 2 artanh s with s = f / (2 + f), and a minimax polynomial (Lawson). */
@inline
export function logOfRest(f: v128, table: usize): v128 {
  const s = f32x4.div(f, f32x4.add(f, v128.load32_splat(TABLE, 8)));
  const z = f32x4.mul(s, s);
  let r = f32x4.add(f32x4.mul(z, v128.load32_splat(table)), v128.load32_splat(table, 4));
  r = f32x4.add(f32x4.mul(z, r), v128.load32_splat(table, 8));
  r = f32x4.add(f32x4.mul(z, r), v128.load32_splat(table, 12));
  return f32x4.mul(s, r);
}

/** The logarithm of any x: −∞ at 0, NaN below, right for denormal x. Not inlined, as it is needed seldom. */
export function log(x: v128, table: usize): v128 {
  const tiny = f32x4.lt(x, f32x4.splat(1.1754943508222875e-38));
  const grown = f32x4.mul(x, v128.bitselect(f32x4.splat(8388608), f32x4.splat(1), tiny));
  const y = f32x4.add(usualLog(grown, table), v128.and(tiny, v128.load32_splat(table, 24)));
  return withEnds(y, x);
}

/** The logarithm `y` of `x`, with −∞ at 0, NaN below and at NaN, and ∞ at ∞. */
@inline
export function withEnds(y: v128, x: v128): v128 {
  const zero = f32x4.splat(0);
  const infinity = f32x4.splat(Infinity);
  y = v128.bitselect(y, x, f32x4.lt(x, infinity));
  y = f32x4.sub(y, v128.and(f32x4.eq(x, zero), infinity));
  // All bits set are a NaN.
  return v128.or(y, f32x4.lt(x, zero));
}
