import { offsetA, startWalk, stepWalk } from "../walk";

@unmanaged class Max {
  @inline keeps<T>(extreme: T, value: T): bool { return value <= extreme; }
}
@unmanaged class Min {
  @inline keeps<T>(extreme: T, value: T): bool { return value >= extreme; }
}

/** The place of the first extreme, or of the first NaN, among `length` elements that are `step` bytes apart. */
@inline
function placeOf<T, Op>(x: usize, length: u32, step: usize): u32 {
  const op = changetype<Op>(0);
  let extreme = load<T>(x);
  let place: u32 = 0;
  // Ends at a NaN: nothing comes before the first one.
  for (let n: u32 = 1; n < length && extreme === extreme; n++) {
    x += step;
    const value = load<T>(x);
    if (!op.keeps<T>(extreme, value)) {
      extreme = value;
      place = n;
    }
  }
  return place;
}

/** Places `from` to `to`. `kind` is 1 for the minimum, plus 2 times the dtype: float32, float64, int32, uint8. */
export function argReduce(
  kind: u32, y: usize, x: usize, length: u32, step: usize, plan: usize, from: u32, to: u32,
): void {
  startWalk(plan, from);
  for (; from < to; from++, stepWalk(plan)) {
    const start = x + offsetA;
    let place: u32 = 0;
    switch (kind) {
      case 0: place = placeOf<f32, Max>(start, length, step); break;
      case 1: place = placeOf<f32, Min>(start, length, step); break;
      case 2: place = placeOf<f64, Max>(start, length, step); break;
      case 3: place = placeOf<f64, Min>(start, length, step); break;
      case 4: place = placeOf<i32, Max>(start, length, step); break;
      case 5: place = placeOf<i32, Min>(start, length, step); break;
      case 6: place = placeOf<u8, Max>(start, length, step); break;
      case 7: place = placeOf<u8, Min>(start, length, step); break;
    }
    store<u32>(y + (from << 2), place);
  }
}
