import { storeUpTo } from "../lanes";
import { addColumns, sumColumns } from "../reduce/continue-floats";
import { scratch } from "../scratch";
import { toFloats } from "../vectors";

/** Groups of four columns that are done together, row by row: whole lines of the cache. */
const TILE: u32 = 64;

/** Rows that are added in single precision. */
const BLOCK: u32 = 8;

// In the scratch, for each column of a tile: two sums in double precision; three floats.
const PLANE: usize = TILE << 4;
const SUMS: usize = 1024;
const PRODUCTS: usize = SUMS + 2 * PLANE;
const MEANS: usize = PRODUCTS + 2 * PLANE;
const FACTORS: usize = MEANS + PLANE;
const ADDED: usize = FACTORS + PLANE;

@inline
function clear(sums: usize, bytes: usize): void {
  memory.fill(scratch + sums, 0, ((bytes + 15) & ~15) << 1);
}

/** The sums over rows of v and of v · d, where d = x − mean and v = d or, in the gradient, that of g. */
@inline
function addProducts(x: usize, g: usize, isGrad: bool, bytes: usize, rows: u32, step: usize): void {
  clear(SUMS, bytes);
  clear(PRODUCTS, bytes);
  for (let left = rows; left > 0; ) {
    const block = min(left, BLOCK);
    for (let i: usize = 0; i < bytes; i += 16) {
      const mean = v128.load(scratch + i, MEANS);
      let sum = f32x4.splat(0);
      let product = f32x4.splat(0);
      for (let at: usize = i, end = i + block * step; at < end; at += step) {
        const d = f32x4.sub(v128.load(x + at), mean);
        const v = isGrad ? v128.load(g + at) : d;
        sum = f32x4.add(sum, v);
        product = f32x4.add(product, f32x4.mul(v, d));
      }
      addColumns(scratch + SUMS + (i << 1), sum);
      addColumns(scratch + PRODUCTS + (i << 1), product);
    }
    left -= block;
    x += block * step;
    g += block * step;
  }
}

/** The doubles of four columns, times a number. */
@inline
function lower(place: usize, i: usize, share: v128): v128 {
  return f64x2.mul(v128.load(scratch + place + (i << 1)), share);
}

@inline
function upper(place: usize, i: usize, share: v128): v128 {
  return lower(place + 16, i, share);
}

/** Groups `from` to `to` of four columns of a normalisation over the rows of x [rows, columns]. */
export function normalizeColumns(
  y: usize, means: usize, spreads: usize, x: usize, weight: usize, bias: usize, eps: f32, rows: u32, columns: u32,
  from: u32, to: u32,
): void {
  const step: usize = columns << 2;
  const share = f64x2.splat(1 / (rows as f64));
  for (; from < to; from += TILE) {
    const first: usize = from << 4;
    const bytes = min(step, min(to, from + TILE) << 4) - first;
    clear(SUMS, bytes);
    sumColumns(scratch + SUMS, x + first, bytes >> 2, rows, step);
    for (let i: usize = 0; i < bytes; i += 16) {
      v128.store(scratch + i, toFloats(lower(SUMS, i, share), upper(SUMS, i, share)), MEANS);
    }
    addProducts(x + first, 0, false, bytes, rows, step);
    for (let i: usize = 0; i < bytes; i += 16) {
      // What the floats lack, so that a mean far from 0 costs no digits.
      const a = lower(SUMS, i, share);
      const b = upper(SUMS, i, share);
      const lacking = toFloats(a, b);
      const spread = toFloats(
        f64x2.sub(lower(PRODUCTS, i, share), f64x2.mul(a, a)),
        f64x2.sub(upper(PRODUCTS, i, share), f64x2.mul(b, b)),
      );
      const at = first + i;
      storeUpTo(means + at, f32x4.add(v128.load(scratch + i, MEANS), lacking), bytes - i);
      storeUpTo(spreads + at, spread, bytes - i);
      let factor = f32x4.div(f32x4.splat(1), f32x4.sqrt(f32x4.add(spread, f32x4.splat(eps))));
      if (weight) factor = f32x4.mul(factor, v128.load(weight + at));
      v128.store(scratch + i, factor, FACTORS);
      const base = bias ? v128.load(bias + at) : f32x4.splat(0);
      v128.store(scratch + i, f32x4.sub(base, f32x4.mul(lacking, factor)), ADDED);
    }
    for (let row = first, end = first + rows * step; row < end; row += step) {
      for (let i: usize = 0; i < bytes; i += 16) {
        const d = f32x4.sub(v128.load(x + row + i), v128.load(scratch + i, MEANS));
        const scaled = f32x4.mul(d, v128.load(scratch + i, FACTORS));
        storeUpTo(y + row + i, f32x4.add(scaled, v128.load(scratch + i, ADDED)), bytes - i);
      }
    }
  }
}

/** The same of its gradient; those of weight and bias are left out when `weight` is 0. */
export function normalizeColumnsGrad(
  toX: usize, toWeight: usize, toBias: usize, g: usize, x: usize, means: usize, spreads: usize, weight: usize,
  eps: f32, rows: u32, columns: u32, from: u32, to: u32,
): void {
  const step: usize = columns << 2;
  const share = f32x4.splat((-1 / (rows as f64)) as f32);
  for (; from < to; from += TILE) {
    const first: usize = from << 4;
    const bytes = min(step, min(to, from + TILE) << 4) - first;
    memory.copy(scratch + MEANS, means + first, bytes);
    addProducts(x + first, g + first, true, bytes, rows, step);
    // What x − mean is multiplied by, in front of the sums that are read later.
    const ofX = SUMS;
    for (let i: usize = 0; i < bytes; i += 16) {
      const at = first + i;
      const one = f64x2.splat(1);
      const total = toFloats(lower(SUMS, i, one), upper(SUMS, i, one));
      const scale = f32x4.div(f32x4.splat(1), f32x4.sqrt(f32x4.add(v128.load(spreads + at), f32x4.splat(eps))));
      const along = f32x4.mul(toFloats(lower(PRODUCTS, i, one), upper(PRODUCTS, i, one)), scale);
      let factor = scale;
      if (weight) {
        storeUpTo(toWeight + at, along, bytes - i);
        storeUpTo(toBias + at, total, bytes - i);
        factor = f32x4.mul(factor, v128.load(weight + at));
      }
      v128.store(scratch + i, f32x4.mul(f32x4.mul(f32x4.mul(along, factor), scale), share), ofX);
      v128.store(scratch + i, factor, FACTORS);
      v128.store(scratch + i, f32x4.mul(f32x4.mul(total, factor), share), ADDED);
    }
    for (let row = first, end = first + rows * step; row < end; row += step) {
      for (let i: usize = 0; i < bytes; i += 16) {
        const d = f32x4.sub(v128.load(x + row + i), v128.load(scratch + i, MEANS));
        const fromX = f32x4.add(f32x4.mul(d, v128.load(scratch + i, ofX)), v128.load(scratch + i, ADDED));
        const fromG = f32x4.mul(v128.load(g + row + i), v128.load(scratch + i, FACTORS));
        storeUpTo(toX + row + i, f32x4.add(fromG, fromX), bytes - i);
      }
    }
  }
}
