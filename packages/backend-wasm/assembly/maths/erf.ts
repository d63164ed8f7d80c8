const TABLE = memory.data<f32>([
  4.2, // where 2⁻²⁷ is left
  -5.8644942328101024e-5, 5.490331095643342e-4, -1.8040479626506567e-3, -2.9944031848572195e-4,
  0.027876434847712517, -0.14832861721515656, -0.9184442758560181, -1.6279070377349854,
  12583039, // 1.5 · 2²³ + 127: see exp.ts
  1.5403528232127428e-4, 1.3390625827014446e-3, 9.619141928851604e-3, 0.055503640323877335, 0.24022644758224487,
  0.6931471824645996, 1, -0,
]);

/**
 * erf x to 4 ulp, and never above 1: 1 − 2ᵗ with minimax polynomials (Lawson) for t = log₂ (1 − erf |x|) and for 2ᶠ − 1
 * with t = n + f, |f| ≤ 1/2.
 */
@inline
export function erf(x: v128): v128 {
  const a = f32x4.pmin(f32x4.abs(x), v128.load32_splat(TABLE));
  // Even and odd powers apart wait less for each other.
  const z = f32x4.mul(a, a);
  let odd = f32x4.add(f32x4.mul(z, v128.load32_splat(TABLE, 4)), v128.load32_splat(TABLE, 12));
  let even = f32x4.add(f32x4.mul(z, v128.load32_splat(TABLE, 8)), v128.load32_splat(TABLE, 16));
  odd = f32x4.add(f32x4.mul(z, odd), v128.load32_splat(TABLE, 20));
  even = f32x4.add(f32x4.mul(z, even), v128.load32_splat(TABLE, 24));
  odd = f32x4.add(f32x4.mul(z, odd), v128.load32_splat(TABLE, 28));
  even = f32x4.add(f32x4.mul(z, even), v128.load32_splat(TABLE, 32));
  const t = f32x4.mul(a, f32x4.add(f32x4.mul(a, odd), even));
  const rounder = v128.load32_splat(TABLE, 36);
  const rounded = f32x4.add(t, rounder);
  const f = f32x4.sub(t, f32x4.sub(rounded, rounder));
  const w = f32x4.mul(f, f);
  let y = f32x4.add(f32x4.mul(f, v128.load32_splat(TABLE, 44)), v128.load32_splat(TABLE, 48));
  y = f32x4.add(f32x4.mul(w, v128.load32_splat(TABLE, 40)), y);
  y = f32x4.add(f32x4.mul(w, y), f32x4.add(f32x4.mul(f, v128.load32_splat(TABLE, 52)), v128.load32_splat(TABLE, 56)));
  y = f32x4.add(f32x4.mul(w, y), f32x4.mul(f, v128.load32_splat(TABLE, 60)));
  const power = i32x4.shl(rounded, 23);
  y = f32x4.sub(f32x4.sub(v128.load32_splat(TABLE, 64), power), f32x4.mul(y, power));
  return v128.or(y, v128.and(x, v128.load32_splat(TABLE, 68)));
}
