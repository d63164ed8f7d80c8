/**
 * Constants from memory, as in the other files: an engine that sees them as constants builds each again in every turn
 * of a loop, in three instructions.
 */
const TABLE = memory.data<f32>([
  -104, 89, // beyond them results are 0 and ∞
  1.4426950408889634, // log₂ e
  12583166, // 1.5 · 2²³ + 254: a small number added to it is rounded to n, and its lowest bits are those of n + 254
  0.0013843607, 0.008374196, 0.041668005, 0.16666431, 0.49999994, 1,
]);

/** ln 2 in two parts, the first so short that its product with an exponent is exact. */
const LN2 = memory.data<f32>([0.693145751953125, 1.4286068203094172e-6]);

/**
 * eˣ to 2 ulp, with denormal results, 0 and ∞ where they belong: 2ⁿ · eʳ with x = n ln 2 + r, |r| ≤ ln 2 / 2, and a
 * minimax polynomial (Remez) for eʳ. 2ⁿ is two factors since 2⁻¹⁴⁹ and 2¹²⁸ are no normal numbers.
 */
@inline
export function exp(x: v128): v128 {
  // In this order of arguments a NaN stays.
  x = f32x4.pmin(f32x4.pmax(x, v128.load32_splat(TABLE)), v128.load32_splat(TABLE, 4));
  const rounder = v128.load32_splat(TABLE, 12);
  const rounded = f32x4.add(f32x4.mul(x, v128.load32_splat(TABLE, 8)), rounder);
  const half = i32x4.shr_u(rounded, 1);
  const r = restOf(x, f32x4.sub(rounded, rounder));
  const z = f32x4.mul(r, r);
  let y = f32x4.add(f32x4.mul(r, v128.load32_splat(TABLE, 20)), v128.load32_splat(TABLE, 24));
  y = f32x4.add(f32x4.mul(z, v128.load32_splat(TABLE, 16)), y);
  y = f32x4.add(f32x4.mul(z, y), f32x4.add(f32x4.mul(r, v128.load32_splat(TABLE, 28)), v128.load32_splat(TABLE, 32)));
  y = f32x4.add(f32x4.add(f32x4.mul(z, y), r), v128.load32_splat(TABLE, 36));
  y = f32x4.mul(y, i32x4.shl(half, 23));
  return f32x4.mul(y, i32x4.shl(i32x4.sub(rounded, half), 23));
}

/** x − n ln 2. */
@inline
export function restOf(x: v128, n: v128): v128 {
  x = f32x4.sub(x, f32x4.mul(n, v128.load32_splat(LN2)));
  return f32x4.sub(x, f32x4.mul(n, v128.load32_splat(LN2, 4)));
}
