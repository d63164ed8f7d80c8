/** All bits in the first `n` lanes (0 to 4), none in the others. */
@inline
export function firstLanes(n: u32): v128 {
  return i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(n));
}

/** Lanes 2 and 3 of `v`, in front. */
@inline
export function upperHalf(v: v128): v128 {
  return v128.shuffle<f32>(v, v, 2, 3, 0, 1);
}

/** Adds four floats to two doubles. */
@inline
export function addToDoubles(total: v128, v: v128): v128 {
  return f64x2.add(total, f64x2.add(f64x2.promote_low_f32x4(v), f64x2.promote_low_f32x4(upperHalf(v))));
}

@inline
export function sumOfDoubles(v: v128): f64 {
  return f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1);
}

/** Four floats of two pairs of doubles. */
@inline
export function toFloats(low: v128, high: v128): v128 {
  return v128.shuffle<f32>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 1, 4, 5);
}
