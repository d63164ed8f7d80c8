/** x truncated, modulo 2³²; 0 for NaN and infinities: what JavaScript stores in integer arrays. */
export function toInt(x: f64): i32 {
  // Exact, as whole multiples of 2³² are what is taken off; ∞ − ∞ is NaN.
  return <i32>(<i64>(x - 4294967296 * Math.trunc(x / 4294967296)));
}
