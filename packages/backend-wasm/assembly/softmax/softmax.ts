import { storeUpTo } from "../lanes";
import { scratch } from "../scratch";
import { addColumns } from "../reduce/continue-floats";
import { toFloats } from "../vectors";
import { LN, log } from "../maths/log";
import { logOf } from "./log";
import { lowerLine, maxOfLine, powersOfLine, scaleLine } from "./line";
import { expNegative } from "../maths/exp-negative";

function lineOf(y: usize, x: usize, n: u32, isLog: u32): void {
  const max = maxOfLine(x, n);
  const sum = powersOfLine(y, 32, x, n, max);
  if (isLog) lowerLine(y, x, n, max, logOf(sum));
  else scaleLine(y, n, (1 / sum) as f32);
}

/** `bytes` / 4 neighbouring lines of `length` floats that are `step` bytes apart. */
function linesOf(y: usize, x: usize, bytes: usize, length: u32, step: usize, isLog: u32): void {
  const sums = scratch + 1024;
  const maxima = sums + (bytes << 1) + 32;
  memory.fill(sums, 0, (bytes << 1) + 32);
  for (let i: usize = 0; i < bytes; i += 16) {
    let max = f32x4.splat(-Infinity);
    let at = x + i;
    for (let n = length; n > 0; n--, at += step) max = f32x4.pmax(max, v128.load(at));
    v128.store(maxima + i, max);
  }
  const end = length * step;
  for (let row: usize = 0; row < end; row += step) {
    for (let i: usize = 0; i < bytes; i += 16) {
      const power = expNegative(f32x4.sub(v128.load(x + row + i), v128.load(maxima + i)));
      addColumns(sums + (i << 1), power);
      storeUpTo(y + row + i, power, bytes - i);
    }
  }
  for (let i: usize = 0; i < bytes; i += 16) {
    const sum = toFloats(v128.load(sums + (i << 1)), v128.load(sums + (i << 1), 16));
    v128.store(sums + i, isLog ? log(sum, LN) : f32x4.div(f32x4.splat(1), sum));
  }
  for (let row: usize = 0; row < end; row += step) {
    if (isLog) {
      for (let i: usize = 0; i < bytes; i += 16) {
        const lowered = f32x4.sub(v128.load(x + row + i), v128.load(maxima + i));
        storeUpTo(y + row + i, f32x4.sub(lowered, v128.load(sums + i)), bytes - i);
      }
    } else {
      for (let i: usize = 0; i < bytes; i += 16) {
        storeUpTo(y + row + i, f32x4.mul(v128.load(y + row + i), v128.load(sums + i)), bytes - i);
      }
    }
  }
}

/**
 * Units `from` to `to` of softmax, or of its logarithm, in a [outer, length, inner] tensor: `tile` or fewer of the
 * `inner` neighbouring lines, or one when `inner` is 1.
 */
export function softmax(
  isLog: u32, y: usize, x: usize, length: u32, inner: u32, tile: u32, from: u32, to: u32,
): void {
  const tiles = (inner + tile - 1) / tile;
  for (; from < to; from++) {
    const outer = from / tiles;
    const first = (from - outer * tiles) * tile;
    const at = (outer * length * inner + first) << 2;
    const bytes = min(tile, inner - first) << 2;
    if (inner === 1) lineOf(y + at, x + at, length, isLog);
    else linesOf(y + at, x + at, bytes, length, inner << 2, isLog);
  }
}
