import { LN, log } from "../maths/log";

/** ln x as a float. */
@inline
export function logOf(x: f64): f32 {
  return f32x4.extract_lane(log(f32x4.splat(x as f32), LN), 0);
}
