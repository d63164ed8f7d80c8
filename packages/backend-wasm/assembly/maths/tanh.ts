import { restOf } from "./exp";
import { expm1OfRest } from "./expm1";

const TABLE = memory.data<f32>([
  9.1, // where 1 is nearest
  -2, -2.8853900817779268, // −2 log₂ e
  12583039, // 1.5 · 2²³ + 127: see exp.ts
  1, -0,
]);

/** tanh x to 2 ulp, and never above 1: (1 − p) / (1 + p) with p = e^(−2|x|), and 1 − p as in `expm1`. */
@inline
export function tanh(x: v128): v128 {
  const a = f32x4.pmin(f32x4.abs(x), v128.load32_splat(TABLE));
  const rounder = v128.load32_splat(TABLE, 12);
  const rounded = f32x4.add(f32x4.mul(a, v128.load32_splat(TABLE, 8)), rounder);
  let y = expm1OfRest(restOf(f32x4.mul(a, v128.load32_splat(TABLE, 4)), f32x4.sub(rounded, rounder)));
  const power = i32x4.shl(rounded, 23);
  const rest = f32x4.mul(y, power);
  const one = v128.load32_splat(TABLE, 16);
  y = f32x4.div(f32x4.sub(f32x4.sub(one, power), rest), f32x4.add(f32x4.add(one, power), rest));
  return v128.or(y, v128.and(x, v128.load32_splat(TABLE, 20)));
}
