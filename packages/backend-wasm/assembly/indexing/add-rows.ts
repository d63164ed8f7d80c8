import { storeLanes } from "../lanes";

/** Zeros in bytes `from` to `to` of y. */
export function clear(y: usize, from: usize, to: usize): void {
  memory.fill(y + from, 0, to - from);
}

/**
 * Adds row i of x to row index[i] of y for `count` rows of `columns` float32, but not to row `left`. Of every row only
 * columns from 16 · `from` to 16 · `to`.
 */
export function addRowsF32(
  y: usize, x: usize, index: usize, count: usize, columns: usize, left: i32, from: usize, to: usize,
): void {
  const begin = from << 6;
  const bytes = columns << 2;
  const end = min(to << 6, bytes);
  const whole = begin + ((end - begin) & ~15);
  for (const stop = x + count * bytes; x < stop; x += bytes, index += 4) {
    const row = load<i32>(index);
    if (row == left) continue;
    const target = y + row * bytes;
    let i = begin;
    for (; i < whole; i += 16) v128.store(target + i, f32x4.add(v128.load(target + i), v128.load(x + i)));
    if (i < end) storeLanes(target + i, f32x4.add(v128.load(target + i), v128.load(x + i)), end - i);
  }
}
