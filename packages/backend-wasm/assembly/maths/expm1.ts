import { restOf } from "./exp";

const TABLE = memory.data<f32>([
  -18, 89, // beyond them results are −1 and ∞
  1.4426950408889634, // log₂ e
  12583038, // 1.5 · 2²³ + 126: see exp.ts
  0.5, -0,
  0.00138825164298597, 0.00836654713046993, 0.04166720071216432, 0.16666543424277686, 0.4999999814961832,
]);

/** eˣ − 1 to 2 ulp, also near 0: 2ⁿ (eʳ − 1) + (2ⁿ − 1), with n and r of `exp`. */
@inline
export function expm1(x: v128): v128 {
  const inside = f32x4.pmin(f32x4.pmax(x, v128.load32_splat(TABLE)), v128.load32_splat(TABLE, 4));
  const rounder = v128.load32_splat(TABLE, 12);
  const rounded = f32x4.add(f32x4.mul(inside, v128.load32_splat(TABLE, 8)), rounder);
  const y = expm1OfRest(restOf(inside, f32x4.sub(rounded, rounder)));
  // Half of it, since 2¹²⁸ is no number.
  const half = i32x4.shl(rounded, 23);
  const sum = f32x4.add(f32x4.mul(y, half), f32x4.sub(half, v128.load32_splat(TABLE, 16)));
  // With the sign of x, for −0.
  return v128.or(f32x4.add(sum, sum), v128.and(x, v128.load32_splat(TABLE, 20)));
}

/** eʳ − 1 for |r| ≤ ln 2 / 2, by a minimax polynomial of its relative error (Lawson). */
@inline
export function expm1OfRest(r: v128): v128 {
  const z = f32x4.mul(r, r);
  let y = f32x4.add(f32x4.mul(r, v128.load32_splat(TABLE, 28)), v128.load32_splat(TABLE, 32));
  y = f32x4.add(f32x4.mul(z, v128.load32_splat(TABLE, 24)), y);
  y = f32x4.add(f32x4.mul(z, y), f32x4.add(f32x4.mul(r, v128.load32_splat(TABLE, 36)), v128.load32_splat(TABLE, 40)));
  return f32x4.add(f32x4.mul(z, y), r);
}
