import { storeUpTo } from "../lanes";
import { addToDoubles, firstLanes, sumOfDoubles } from "../vectors";

/** Vectors that are added in single precision. */
const BLOCK: usize = 64;

/** Rows whose gradients of parameters are added in single precision. */
const ROWS: u32 = 32;

/** What `sumsOf` found: Σ g · w and Σ g · w · normal. */
let total: f64 = 0;
let along: f64 = 0;

/** The sums of a row; adds its share to the gradients of weights and biases, and may spoil 12 bytes behind them. */
function sumsOf(
  toWeight: usize, toBias: usize, g: usize, x: usize, weight: usize, n: u32, shift: f32, factor: f32,
): void {
  const down = f32x4.splat(shift);
  const scale = f32x4.splat(factor);
  const end: usize = n << 2;
  let totals = f64x2.splat(0);
  let alongs = f64x2.splat(0);
  for (let i: usize = 0; i < end; ) {
    let a = f32x4.splat(0);
    let b = f32x4.splat(0);
    for (const stop = min(end, i + BLOCK * 16); i < stop; i += 16) {
      let v = v128.load(g + i);
      let normal = f32x4.mul(f32x4.sub(v128.load(x + i), down), scale);
      v128.store(toBias + i, f32x4.add(v128.load(toBias + i), v));
      v128.store(toWeight + i, f32x4.add(v128.load(toWeight + i), f32x4.mul(v, normal)));
      v = f32x4.mul(v, v128.load(weight + i));
      normal = f32x4.mul(v, normal);
      if (end - i < 16) {
        const lanes = firstLanes(n & 3);
        v = v128.and(v, lanes);
        normal = v128.and(normal, lanes);
      }
      a = f32x4.add(a, v);
      b = f32x4.add(b, normal);
    }
    totals = addToDoubles(totals, a);
    alongs = addToDoubles(alongs, b);
  }
  total = sumOfDoubles(totals);
  along = sumOfDoubles(alongs);
}

/**
 * Units `from` to `to` of the gradient of `normalize` over `rows` rows of `length` floats with a parameter for each:
 * `ROWS` rows, whose gradients of weight and bias go to tables with a row of `width` bytes (a multiple of 16) for each
 * unit.
 */
export function normalizeEachGrad(
  toX: usize, toWeight: usize, toBias: usize, g: usize, x: usize, means: usize, spreads: usize, weight: usize,
  centered: u32, eps: f64, rows: u32, length: u32, width: usize, from: u32, to: u32,
): void {
  const bytes: usize = length << 2;
  for (; from < to; from++) {
    const ofWeight = toWeight + from * width;
    const ofBias = toBias + from * width;
    memory.fill(ofWeight, 0, width);
    memory.fill(ofBias, 0, width);
    const end = min(rows, (from + 1) * ROWS);
    for (let row = from * ROWS; row < end; row++) {
      const at = row * bytes;
      const mean: f32 = centered ? load<f32>(means + (row << 2)) : 0;
      const scale = 1 / sqrt((load<f32>(spreads + (row << 2)) as f64) + eps);
      sumsOf(ofWeight, ofBias, g + at, x + at, weight, length, mean, scale as f32);
      const down = f32x4.splat(mean);
      const factor = f32x4.splat(scale as f32);
      const ofX = f32x4.splat(((along * scale) / (length as f64)) as f32);
      const all = f32x4.splat(centered ? (total / (length as f64)) as f32 : 0);
      for (let i: usize = 0; i < bytes; i += 16) {
        const fromG = f32x4.sub(f32x4.mul(v128.load(g + at + i), v128.load(weight + i)), all);
        const fromX = f32x4.mul(f32x4.sub(v128.load(x + at + i), down), ofX);
        storeUpTo(toX + at + i, f32x4.mul(f32x4.sub(fromG, fromX), factor), bytes - i);
      }
    }
  }
}
