const TABLE = memory.data<f32>([
  12800, // up to this |x| the multiple of π/2 taken off is exact enough: the rest is wrong by 3e-10 at most
  0.6366197723675814, // 2/π
  12582912, 12582913, // 1.5 · 2²³ and one more: see exp.ts
  1.5703125, 0.0004837512969970703125, 7.549790126404332e-08, // π/2; products of the first two with n are exact
  -0.00019514957608371, 0.0083321584094443, -0.1666665457313109,
  2.4432784944525732e-5, -1.3887313061200651e-3, 0.041666645618762009, -0.5, 1,
]);

/** The lanes of x that `sin` is not for. */
@inline
export function isLarge(x: v128): v128 {
  return f32x4.gt(f32x4.abs(x), v128.load32_splat(TABLE));
}

/** sin(x + quadrants · π/2), of 0 or 1, for |x| ≤ 12800: minimax polynomials (Remez) on ± π/4. */
@inline
export function sin(x: v128, quadrants: i32): v128 {
  const rounder = v128.load32_splat(quadrants ? TABLE + 4 : TABLE, 8);
  const rounded = f32x4.add(f32x4.mul(x, v128.load32_splat(TABLE, 4)), rounder);
  const n = f32x4.sub(rounded, rounder);
  x = f32x4.sub(x, f32x4.mul(n, v128.load32_splat(TABLE, 16)));
  x = f32x4.sub(x, f32x4.mul(n, v128.load32_splat(TABLE, 20)));
  x = f32x4.sub(x, f32x4.mul(n, v128.load32_splat(TABLE, 24)));
  const z = f32x4.mul(x, x);
  let s = f32x4.add(f32x4.mul(z, v128.load32_splat(TABLE, 28)), v128.load32_splat(TABLE, 32));
  s = f32x4.add(f32x4.mul(z, s), v128.load32_splat(TABLE, 36));
  // The sum with 0 has no sign, so that −0 stays.
  s = f32x4.add(x, f32x4.mul(x, f32x4.add(f32x4.mul(z, s), f32x4.splat(0))));
  let c = f32x4.add(f32x4.mul(z, v128.load32_splat(TABLE, 40)), v128.load32_splat(TABLE, 44));
  c = f32x4.add(f32x4.mul(z, c), v128.load32_splat(TABLE, 48));
  c = f32x4.add(f32x4.mul(z, c), v128.load32_splat(TABLE, 52));
  c = f32x4.add(f32x4.mul(z, c), v128.load32_splat(TABLE, 56));
  // Odd quadrants have the cosine; the third and fourth are negative.
  const odd = i32x4.shr_s(i32x4.shl(rounded, 31), 31);
  const sign = i32x4.shl(i32x4.shr_u(rounded, 1), 31);
  return v128.xor(v128.bitselect(c, s, odd), sign);
}
