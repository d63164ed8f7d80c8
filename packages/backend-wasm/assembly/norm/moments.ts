import { sumOfRun } from "../reduce/runs";
import { addToDoubles, firstLanes, sumOfDoubles } from "../vectors";

/** Pairs of vectors that are added in single precision. */
const BLOCK: usize = 32;

/** What `momentsOf` found: the mean as a float, what that lacks, and the mean square of deviations from both. */
export let center: f32 = 0;
export let remainder: f64 = 0;
export let spread: f64 = 0;

/**
 * The moments of `pieces` runs of `n` floats that are `stride` bytes apart. Deviations are those from a float, exact
 * where they are small, so that a mean far from 0 costs no digits. Not `centered`, the mean counts as 0.
 */
export function momentsOf(x: usize, pieces: u32, n: u32, stride: usize, centered: u32): void {
  const count = (pieces as f64) * (n as f64);
  let mean: f64 = 0;
  if (centered) {
    let at = x;
    for (let p = pieces; p > 0; p--, at += stride) mean += sumOfRun(at, n);
    mean /= count;
  }
  const shift = f32x4.splat(mean as f32);
  let sums = f64x2.splat(0);
  let squares = f64x2.splat(0);
  for (; pieces > 0; pieces--, x += stride) {
    let at = x;
    const end = at + ((n >> 3) << 5);
    while (at < end) {
      let sum = f32x4.splat(0);
      let square = f32x4.splat(0);
      for (const stop = min(end, at + BLOCK * 32); at < stop; at += 32) {
        const d = f32x4.sub(v128.load(at), shift);
        const e = f32x4.sub(v128.load(at, 16), shift);
        sum = f32x4.add(sum, f32x4.add(d, e));
        square = f32x4.add(square, f32x4.add(f32x4.mul(d, d), f32x4.mul(e, e)));
      }
      sums = addToDoubles(sums, sum);
      squares = addToDoubles(squares, square);
    }
    for (let rest: i32 = n & 7; rest > 0; rest -= 4, at += 16) {
      const d = v128.and(f32x4.sub(v128.load(at), shift), firstLanes(rest));
      sums = addToDoubles(sums, d);
      squares = addToDoubles(squares, f32x4.mul(d, d));
    }
  }
  center = mean as f32;
  remainder = centered ? sumOfDoubles(sums) / count : 0;
  spread = sumOfDoubles(squares) / count - remainder * remainder;
}
