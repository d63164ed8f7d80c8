import { scratch } from "../scratch";
import { Plan } from "./convolution-plan";

// The window at which a walk over all windows of a plan stands.
let image: usize = 0;
let row: usize = 0;
export let column: usize = 0;

// Places in the scratch memory for the addresses of eight windows.
const SOURCES: usize = 2048;
const TARGETS: usize = 2048 + 32;

export function goTo(p: Plan, position: usize): void {
  const line = position / p.columns;
  column = position % p.columns;
  row = line % p.rows;
  image = line / p.rows;
}

/** Moves on within a row of windows. */
@inline
export function advance(p: Plan, count: usize): void {
  column += count;
  if (column < p.columns) return;
  column = 0;
  if (++row < p.rows) return;
  row = 0;
  image++;
}

@inline
export function source(p: Plan): usize {
  return image * p.sourceImage + row * p.sourceRow + (column << 2);
}

@inline
export function target(p: Plan): usize {
  return image * p.targetImage + row * p.targetRow + column * p.targetColumn;
}

/**
 * Writes down where the next `count` ≤ 8 windows begin in source and target, counted from `from` and `to`, and moves
 * behind them. Sources that are missing in eight repeats the first, so that they never look like neighbours.
 */
@inline
export function takeEight(p: Plan, from: usize, to: usize, count: usize): void {
  if (column + 8 <= p.columns && count == 8) {
    const lanes = i32x4(0, 1, 2, 3);
    const a = i32x4.add(i32x4.splat(<i32>(from + source(p))), i32x4.shl(lanes, 2));
    v128.store(scratch + SOURCES, a);
    v128.store(scratch + SOURCES, i32x4.add(a, i32x4.splat(16)), 16);
    const b = i32x4.add(i32x4.splat(<i32>(to + target(p))), i32x4.mul(lanes, i32x4.splat(<i32>p.targetColumn)));
    v128.store(scratch + TARGETS, b);
    v128.store(scratch + TARGETS, i32x4.add(b, i32x4.splat(<i32>p.targetColumn << 2)), 16);
    advance(p, 8);
    return;
  }
  for (let lane: usize = 0; lane < count; lane++) {
    store<u32>(scratch + SOURCES + (lane << 2), <u32>(from + source(p)));
    store<u32>(scratch + TARGETS + (lane << 2), <u32>(to + target(p)));
    advance(p, 1);
  }
  for (let lane = count; lane < 8; lane++) store<u32>(scratch + SOURCES + (lane << 2), <u32>sourceOf(0));
}

@inline
export function sourceOf(lane: usize): usize {
  return load<u32>(scratch + SOURCES + (lane << 2));
}

@inline
export function targetOf(lane: usize): usize {
  return load<u32>(scratch + TARGETS + (lane << 2));
}
