/** The first tap of a window from `start` on, with taps `step` apart, that is not before 0. */
@inline
export function firstTap(start: i32, step: i32): i32 {
  return start < 0 ? (step - 1 - start) / step : 0;
}

/** The tap behind the last one, of `count`, that is before `size`. */
@inline
export function endOfTaps(start: i32, step: i32, count: i32, size: i32): i32 {
  return start >= size ? 0 : min(count, (size - start + step - 1) / step);
}

/** The window behind the last one, of `windows`, that ends before `size`; `reach` is the distance of its last tap. */
@inline
export function endOfWhole(windows: i32, stride: i32, padding: i32, reach: i32, size: i32): i32 {
  const room = size - 1 - reach + padding;
  return room < 0 ? 0 : min(windows, room / stride + 1);
}

/** Four floats, `stride` elements apart. */
@inline
export function loadStrided(x: usize, stride: usize): v128 {
  if (stride === 1) return v128.load(x);
  if (stride === 2) return v128.shuffle<f32>(v128.load(x), v128.load(x, 16), 0, 2, 4, 6);
  const step = stride << 2;
  let v = v128.load32_zero(x);
  v = v128.load32_lane(x + step, v, 1);
  v = v128.load32_lane(x + (step << 1), v, 2);
  return v128.load32_lane(x + (step << 1) + step, v, 3);
}
