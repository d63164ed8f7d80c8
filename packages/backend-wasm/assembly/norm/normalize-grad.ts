import { storeUpTo } from "../lanes";
import { addToDoubles, firstLanes, sumOfDoubles } from "../vectors";

/** Pairs of vectors that are added in single precision. */
const BLOCK: usize = 32;

/** What `sumsOf` found: Σ g and Σ g · (x − shift). */
let total: f64 = 0;
let along: f64 = 0;

function sumsOf(g: usize, x: usize, n: u32, shift: f32): void {
  const down = f32x4.splat(shift);
  const end = g + ((n >> 3) << 5);
  let totals = f64x2.splat(0);
  let alongs = f64x2.splat(0);
  while (g < end) {
    let a = f32x4.splat(0);
    let b = f32x4.splat(0);
    for (const stop = min(end, g + BLOCK * 32); g < stop; g += 32, x += 32) {
      const v = v128.load(g);
      const w = v128.load(g, 16);
      a = f32x4.add(a, f32x4.add(v, w));
      const along = f32x4.mul(v, f32x4.sub(v128.load(x), down));
      b = f32x4.add(b, f32x4.add(along, f32x4.mul(w, f32x4.sub(v128.load(x, 16), down))));
    }
    totals = addToDoubles(totals, a);
    alongs = addToDoubles(alongs, b);
  }
  for (let rest: i32 = n & 7; rest > 0; rest -= 4, g += 16, x += 16) {
    const lanes = firstLanes(rest);
    const v = v128.load(g);
    totals = addToDoubles(totals, v128.and(v, lanes));
    alongs = addToDoubles(alongs, v128.and(f32x4.mul(v, f32x4.sub(v128.load(x), down)), lanes));
  }
  total = sumOfDoubles(totals);
  along = sumOfDoubles(alongs);
}

/** y = (g · weight − all − (x − shift) · ofX) · scale, for `n` neighbours. */
function combine(
  y: usize, g: usize, x: usize, n: u32, weight: f32, all: f32, shift: f32, ofX: f32, scale: f32,
): void {
  const weights = f32x4.splat(weight);
  const less = f32x4.splat(all);
  const down = f32x4.splat(shift);
  const part = f32x4.splat(ofX);
  const factor = f32x4.splat(scale);
  const bytes: usize = n << 2;
  for (let i: usize = 0; i < bytes; i += 16) {
    const fromG = f32x4.sub(f32x4.mul(v128.load(g + i), weights), less);
    const fromX = f32x4.mul(f32x4.sub(v128.load(x + i), down), part);
    storeUpTo(y + i, f32x4.mul(f32x4.sub(fromG, fromX), factor), bytes - i);
  }
}

/**
 * Statistics `from` to `to` of the gradient of `normalize`, where runs have one parameter each. The gradients of weight
 * and bias from run p of statistic s go to place s · tableStep + p · tablePiece of two tables of floats, if any.
 */
export function normalizeGrad(
  toX: usize, toWeight: usize, toBias: usize, g: usize, x: usize, means: usize, spreads: usize, weight: usize,
  centered: u32, eps: f64, step: usize, pieces: u32, length: u32, stride: usize, period: u32, perPeriod: u32,
  perPiece: u32, tableStep: u32, tablePiece: u32, from: u32, to: u32,
): void {
  const share = 1 / ((pieces as f64) * (length as f64));
  for (; from < to; from++) {
    const start: usize = from * step;
    const first: usize = ((from % period) * perPeriod) << 2;
    const mean: f32 = centered ? load<f32>(means + (from << 2)) : 0;
    const scale = 1 / sqrt((load<f32>(spreads + (from << 2)) as f64) + eps);
    let all: f64 = 0;
    let allAlong: f64 = 0;
    let at = start;
    let parameter = first;
    let place: usize = (from * tableStep) << 2;
    for (let p = pieces; p > 0; p--, at += stride, parameter += perPiece << 2, place += tablePiece << 2) {
      sumsOf(g + at, x + at, length, mean);
      const factor: f64 = weight ? load<f32>(weight + parameter) : 1;
      all += total * factor;
      allAlong += along * factor;
      if (weight) {
        store<f32>(toWeight + place, (along * scale) as f32);
        store<f32>(toBias + place, total as f32);
      }
    }
    const ofX = allAlong * scale * scale * share;
    all = centered ? all * share : 0;
    at = start;
    parameter = first;
    for (let p = pieces; p > 0; p--, at += stride, parameter += perPiece << 2) {
      const factor: f32 = weight ? load<f32>(weight + parameter) : 1;
      combine(toX + at, g + at, x + at, length, factor, all as f32, mean, ofX as f32, scale as f32);
    }
  }
}
