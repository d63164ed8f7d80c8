import { storeLanes, storeUpTo } from "../lanes";
import { addToDoubles, firstLanes, sumOfDoubles, upperHalf } from "../vectors";
import { expNegative } from "../maths/exp-negative";
import { scratch } from "../scratch";

/** Pairs of vectors that are added in single precision. */
const BLOCK: usize = 32;

/** The maximum of `n` neighbouring floats, without those that are NaN. */
export function maxOfLine(x: usize, n: u32): f32 {
  let all = f32x4.splat(-Infinity);
  for (const end = x + ((n >> 4) << 6); x < end; x += 64) {
    const front = f32x4.pmax(v128.load(x), v128.load(x, 16));
    // A NaN in the second argument is passed over.
    all = f32x4.pmax(f32x4.pmax(all, front), f32x4.pmax(v128.load(x, 32), v128.load(x, 48)));
  }
  for (const end = x + (((n >> 2) & 3) << 4); x < end; x += 16) all = f32x4.pmax(all, v128.load(x));
  if (n & 3) all = f32x4.pmax(all, v128.bitselect(v128.load(x), f32x4.splat(-Infinity), firstLanes(n & 3)));
  all = f32x4.pmax(all, upperHalf(all));
  return max(f32x4.extract_lane(all, 0), f32x4.extract_lane(all, 1));
}

/** The sum of y = exp(x − shift). With `advance` 0 instead of 32, all of y goes to one place of 32 bytes. */
export function powersOfLine(y: usize, advance: usize, x: usize, n: u32, shift: f32): f64 {
  const down = f32x4.splat(shift);
  const end = x + ((n >> 3) << 5);
  let total = f64x2.splat(0);
  while (x < end) {
    let sum = f32x4.splat(0);
    for (const stop = min(end, x + BLOCK * 32); x < stop; x += 32, y += advance) {
      const a = expNegative(f32x4.sub(v128.load(x), down));
      const b = expNegative(f32x4.sub(v128.load(x, 16), down));
      v128.store(y, a);
      v128.store(y, b, 16);
      sum = f32x4.add(sum, f32x4.add(a, b));
    }
    total = addToDoubles(total, sum);
  }
  let sum = sumOfDoubles(total);
  const rest = n & 7;
  if (rest > 0) {
    const spare = scratch + 1024;
    const nothing = f32x4.splat(-Infinity);
    v128.store(spare, v128.bitselect(v128.load(x), nothing, firstLanes(rest)));
    v128.store(spare, rest > 4 ? v128.bitselect(v128.load(x, 16), nothing, firstLanes(rest - 4)) : nothing, 16);
    sum += powersOfLine(spare, 0, spare, 8, shift);
    storeUpTo(y, v128.load(spare), rest << 2);
    if (rest > 4) storeLanes(y + 16, v128.load(spare, 16), (rest - 4) << 2);
  }
  return sum;
}

/** y = scale · y */
export function scaleLine(y: usize, n: u32, scale: f32): void {
  const factor = f32x4.splat(scale);
  for (const end = y + ((n >> 2) << 4); y < end; y += 16) v128.store(y, f32x4.mul(v128.load(y), factor));
  if (n & 3) storeLanes(y, f32x4.mul(v128.load(y), factor), (n & 3) << 2);
}

/** y = x − a − b */
export function lowerLine(y: usize, x: usize, n: u32, a: f32, b: f32): void {
  const first = f32x4.splat(a);
  const second = f32x4.splat(b);
  for (const end = x + ((n >> 2) << 4); x < end; x += 16, y += 16) {
    v128.store(y, f32x4.sub(f32x4.sub(v128.load(x), first), second));
  }
  if (n & 3) storeLanes(y, f32x4.sub(f32x4.sub(v128.load(x), first), second), (n & 3) << 2);
}
