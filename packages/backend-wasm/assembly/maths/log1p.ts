import { LN, logOfRest } from "./log";

const TABLE = memory.data<f32>([
  1.3333332538604736, // the largest mantissa of exponent 0: see log.ts
  1,
]);

@inline
export function onePlus(x: v128): v128 {
  return f32x4.add(x, v128.load32_splat(TABLE, 4));
}

/**
 * ln(1 + x) for −1 < x < ∞ to 3 ulp, also near 0: 1 + x = 2⁻ᵐ (1 + f), where f = 2ᵐ x + (2ᵐ − 1) loses nothing of a
 * small x. Signs are such that −0 stays.
 */
@inline
export function usualLog1p(x: v128): v128 {
  const one = v128.load32_splat(TABLE, 4);
  const m = i32x4.shr_s(i32x4.sub(v128.load32_splat(TABLE), onePlus(x)), 23);
  const exponent = i32x4.shl(m, 23);
  // 2⁻¹²⁸ is no normal number, and 0 is as good.
  const scale = i32x4.max_s(i32x4.add(exponent, one), i32x4.splat(0));
  // Where m is not 0, |x| is above 1/4: its exponent has room.
  const f = f32x4.sub(i32x4.add(x, exponent), f32x4.sub(one, scale));
  const n = f32x4.convert_i32x4_s(m);
  const low = f32x4.sub(logOfRest(f, LN), f32x4.mul(n, v128.load32_splat(LN, 16)));
  return f32x4.sub(low, f32x4.mul(n, v128.load32_splat(LN, 20)));
}
