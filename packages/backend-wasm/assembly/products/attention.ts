import { expNegative } from "../maths/exp-negative";
import { scratch } from "../scratch";
import { multiply } from "./product";
import { ZERO } from "./tile";

/** Where the scores of a block of rows are, behind the panels of their product: src/fused/attention.ts knows the size. */
const SCORES: usize = 1536 << 10;

/** One over the sum of each row of a block, in front of the panels. */
const INVERSES: usize = 2048;

/**
 * softmax(q·kᵀ·scale + mask) · v for contiguous q [b,l,e], k [b,s,e], v [b,s,w] and mask [b,l,s], or 0. A unit is
 * `blockRows` rows of one batch; their scores are in the scratch memory, or at `room`, unit by unit, unless that is 0.
 */
export function attention(
  l: usize, s: usize, e: usize, w: usize, q: usize, k: usize, v: usize, mask: usize, isCausal: i32, scale: f32,
  y: usize, tileRows: usize, blockRows: usize, room: usize, from: usize, to: usize,
): void {
  const blocks = (l + blockRows - 1) / blockRows;
  for (let unit = from; unit < to; unit++) {
    const batch = unit / blocks;
    const first = (unit % blocks) * blockRows;
    const rows = min(blockRows, l - first);
    const row = batch * l + first;
    const scores = room ? room + ((unit * blockRows * s) << 2) : scratch + SCORES;
    const step = s << 2;
    multiply(
      rows, s, e, q + ((row * e) << 2), e << 2, 4, k + ((batch * s * e) << 2), 4, e << 2,
      scores, step, ZERO, 0, tileRows,
    );
    for (let i: usize = 0; i < rows; i++) {
      const seen = isCausal ? min(s, first + i + 1) : s;
      const terms = mask ? mask + (row + i) * step : 0;
      store<f32>(scratch + INVERSES + (i << 2), 1 / powers(scores + i * step, seen, s, terms, scale));
    }
    const out = y + ((row * w) << 2);
    multiply(rows, w, s, scores, step, 4, v + ((batch * s * w) << 2), w << 2, 4, out, w << 2, ZERO, 0, tileRows);
    for (let i: usize = 0; i < rows; i++) times(out + ((i * w) << 2), w << 2, load<f32>(scratch + INVERSES + (i << 2)));
  }
}

/** Replaces scores x by exp(t − max t) with t = x · scale + term, those behind the first `seen` by 0. Gives their sum. */
function powers(x: usize, seen: usize, count: usize, terms: usize, scale: f32): f32 {
  const bytes = seen << 2;
  const whole = bytes & ~15;
  let largest = f32x4.splat(-Infinity);
  let i: usize = 0;
  for (; i < whole; i += 16) {
    let t = f32x4.mul(v128.load(x + i), f32x4.splat(scale));
    if (terms) t = f32x4.add(t, v128.load(terms + i));
    v128.store(x + i, t);
    largest = f32x4.max(largest, t);
  }
  let highest = max(
    max(f32x4.extract_lane(largest, 0), f32x4.extract_lane(largest, 1)),
    max(f32x4.extract_lane(largest, 2), f32x4.extract_lane(largest, 3)),
  );
  for (; i < bytes; i += 4) {
    let t = load<f32>(x + i) * scale;
    if (terms) t += load<f32>(terms + i);
    store<f32>(x + i, t);
    highest = max(highest, t);
  }
  const shift = f32x4.splat(highest);
  let sums = f32x4.splat(0);
  for (i = 0; i < whole; i += 16) {
    const power = expNegative(f32x4.sub(v128.load(x + i), shift));
    v128.store(x + i, power);
    sums = f32x4.add(sums, power);
  }
  let sum: f32 = f32x4.extract_lane(sums, 0) + f32x4.extract_lane(sums, 1);
  sum += f32x4.extract_lane(sums, 2) + f32x4.extract_lane(sums, 3);
  for (; i < bytes; i += 4) {
    const power = f32x4.extract_lane(expNegative(f32x4.splat(load<f32>(x + i) - highest)), 0);
    store<f32>(x + i, power);
    sum += power;
  }
  memory.fill(x + bytes, 0, (count - seen) << 2);
  return sum;
}

/** Multiplies elements by a factor. */
function times(x: usize, bytes: usize, factor: f32): void {
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) v128.store(x + i, f32x4.mul(v128.load(x + i), f32x4.splat(factor)));
  for (; i < bytes; i += 4) store<f32>(x + i, load<f32>(x + i) * factor);
}
