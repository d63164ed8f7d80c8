const TABLE = memory.data<f32>([
  -127, // below, powers are no normal numbers
  12583039, // 1.5 · 2²³ + 127: see exp.ts
  0.0013269514311105013, 0.009671291336417198, 0.0555071085691452, 0.24022246897220612, 0.6931470036506653, 1,
  1.4426950408889634, // log₂ e
]);

/**
 * eˣ for x ≤ 0, 0 below 2⁻¹²⁶ˑ⁵, by way of 2ˣ: its relative error is below 2⁻²³ + |x| 2⁻²³, which the rounding of a
 * difference x costs as well.
 */
@inline
export function expNegative(x: v128): v128 {
  return exp2Negative(f32x4.mul(x, v128.load32_splat(TABLE, 32)));
}

/** 2ˣ for x ≤ 0, 0 below 2⁻¹²⁶ˑ⁵, to 2 ulp: 2ⁿ · 2ᶠ with x = n + f, |f| ≤ 1/2; a minimax polynomial (Lawson) for 2ᶠ. */
@inline
export function exp2Negative(x: v128): v128 {
  x = f32x4.pmax(x, v128.load32_splat(TABLE));
  const rounder = v128.load32_splat(TABLE, 4);
  const rounded = f32x4.add(x, rounder);
  const f = f32x4.sub(x, f32x4.sub(rounded, rounder));
  const z = f32x4.mul(f, f);
  let y = f32x4.add(f32x4.mul(f, v128.load32_splat(TABLE, 8)), v128.load32_splat(TABLE, 12));
  y = f32x4.add(f32x4.mul(z, y), f32x4.add(f32x4.mul(f, v128.load32_splat(TABLE, 16)), v128.load32_splat(TABLE, 20)));
  y = f32x4.add(f32x4.mul(z, y), f32x4.add(f32x4.mul(f, v128.load32_splat(TABLE, 24)), v128.load32_splat(TABLE, 28)));
  // The sum n + 127 is the exponent of 2ⁿ; 0 is that of 0.
  return f32x4.mul(y, i32x4.shl(rounded, 23));
}
