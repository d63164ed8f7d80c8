import { restOf } from "./exp";

const TABLE = memory.data<f32>([
  -104, 43, // beyond them the result is 0 and 1
  -1.4426950408889634, // −log₂ e
  12582975, // 1.5 · 2²³ − 64 + 127: see exp.ts
  -0.00829027206530532, 0.04189815964125351, -0.1666763812799466, 0.49999147840890845, -0.9999997063131036, 1,
  5.421010862427522e-20, // 2⁻⁶⁴
]);

/** 1 / (1 + e⁻ˣ), to 4 ulp of its value also where that is tiny. */
@inline
export function sigmoid(x: v128): v128 {
  return f32x4.div(unit(), f32x4.add(unit(), powerOfMinus(x)));
}

/** 2⁻⁶⁴: what `powerOfMinus` has in place of 1. */
@inline
export function unit(): v128 {
  return v128.load32_splat(TABLE, 40);
}

/** 2⁻⁶⁴ e⁻ˣ, so that it is below ∞ where a sigmoid is above 0. To 3 ulp, but for what `unit` absorbs. */
@inline
export function powerOfMinus(x: v128): v128 {
  // In this order of arguments a NaN stays.
  x = f32x4.pmin(f32x4.pmax(x, v128.load32_splat(TABLE)), v128.load32_splat(TABLE, 4));
  const rounder = v128.load32_splat(TABLE, 12);
  const rounded = f32x4.add(f32x4.mul(x, v128.load32_splat(TABLE, 8)), rounder);
  // The rest of x, the negative of that of the exponent.
  const r = restOf(x, f32x4.sub(rounder, rounded));
  const z = f32x4.mul(r, r);
  let y = f32x4.add(f32x4.mul(r, v128.load32_splat(TABLE, 16)), v128.load32_splat(TABLE, 20));
  y = f32x4.add(f32x4.mul(z, y), f32x4.add(f32x4.mul(r, v128.load32_splat(TABLE, 24)), v128.load32_splat(TABLE, 28)));
  y = f32x4.add(f32x4.mul(z, y), f32x4.mul(r, v128.load32_splat(TABLE, 32)));
  y = f32x4.add(y, v128.load32_splat(TABLE, 36));
  return f32x4.mul(y, i32x4.shl(rounded, 23));
}
