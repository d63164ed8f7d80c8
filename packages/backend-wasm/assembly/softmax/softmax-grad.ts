import { storeUpTo } from "../lanes";
import { addColumns, sumColumns } from "../reduce/continue-floats";
import { sumOfRun } from "../reduce/runs";
import { scratch } from "../scratch";
import { addToDoubles, firstLanes, sumOfDoubles, toFloats } from "../vectors";
import { expNegative } from "../maths/exp-negative";

/** Pairs of vectors that are added in single precision. */
const BLOCK: usize = 32;

/** Σ a · b, where `n` floats are neighbours. */
function dot(a: usize, b: usize, n: u32): f64 {
  const end = a + ((n >> 3) << 5);
  let total = f64x2.splat(0);
  while (a < end) {
    let sum = f32x4.splat(0);
    for (const stop = min(end, a + BLOCK * 32); a < stop; a += 32, b += 32) {
      const first = f32x4.mul(v128.load(a), v128.load(b));
      sum = f32x4.add(sum, f32x4.add(first, f32x4.mul(v128.load(a, 16), v128.load(b, 16))));
    }
    total = addToDoubles(total, sum);
  }
  for (let rest: i32 = n & 7; rest > 0; rest -= 4, a += 16, b += 16) {
    total = addToDoubles(total, v128.and(f32x4.mul(v128.load(a), v128.load(b)), firstLanes(rest)));
  }
  return sumOfDoubles(total);
}

/** `bytes` / 4 floats of lines whose vectors of sums are `advance` bytes apart: y · (g − sum), or g − exp(y) · sum. */
@inline
function gradient(to: usize, g: usize, y: usize, bytes: usize, sums: usize, advance: usize, isLog: u32): void {
  if (isLog) {
    for (let i: usize = 0; i < bytes; i += 16, sums += advance) {
      const part = f32x4.mul(expNegative(v128.load(y + i)), v128.load(sums));
      storeUpTo(to + i, f32x4.sub(v128.load(g + i), part), bytes - i);
    }
  } else {
    for (let i: usize = 0; i < bytes; i += 16, sums += advance) {
      storeUpTo(to + i, f32x4.mul(v128.load(y + i), f32x4.sub(v128.load(g + i), v128.load(sums))), bytes - i);
    }
  }
}

/** `bytes` / 4 sums along neighbouring lines of `length` floats that are `step` bytes apart. */
function sumsOf(sums: usize, g: usize, y: usize, bytes: usize, length: u32, step: usize, isLog: u32): void {
  memory.fill(sums, 0, (bytes << 1) + 32);
  if (isLog) sumColumns(sums, g, bytes >> 2, length, step);
  else {
    for (; length > 0; length--, g += step, y += step) {
      for (let i: usize = 0; i < bytes; i += 16) {
        addColumns(sums + (i << 1), f32x4.mul(v128.load(g + i), v128.load(y + i)));
      }
    }
  }
  for (let i: usize = 0; i < bytes; i += 16) {
    v128.store(sums + i, toFloats(v128.load(sums + (i << 1)), v128.load(sums + (i << 1), 16)));
  }
}

/** Units `from` to `to` of the gradient `grad` for the cotangent g of y: units as those of `softmax`. */
export function softmaxGrad(
  isLog: u32, grad: usize, g: usize, y: usize, length: u32, inner: u32, tile: u32, from: u32, to: u32,
): void {
  const tiles = (inner + tile - 1) / tile;
  const sums = scratch + 1024;
  const isLine = inner === 1;
  const step = inner << 2;
  for (; from < to; from++) {
    const outer = from / tiles;
    const first = (from - outer * tiles) * tile;
    let at = (outer * length * inner + first) << 2;
    const bytes = isLine ? length << 2 : min(tile, inner - first) << 2;
    if (isLine) v128.store(sums, f32x4.splat((isLog ? sumOfRun(g + at, length) : dot(g + at, y + at, length)) as f32));
    else sumsOf(sums, g + at, y + at, bytes, length, step, isLog);
    for (let rows = isLine ? 1 : length; rows > 0; rows--, at += step) {
      gradient(grad + at, g + at, y + at, bytes, sums, isLine ? 0 : 16, isLog);
    }
  }
}
