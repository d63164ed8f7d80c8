import { scratch } from "../scratch";
import { offsetA, startWalk, stepWalk } from "../walk";
import { along } from "./continue-any";
import { extremeOfColumns, extremeOfRuns, sumColumns, sumRuns } from "./continue-floats";
import { Max, Min, Prod, Sum } from "./ops";

// The kind of a reduction: its op and the elements.
const SUM: u32 = 0;
const PROD: u32 = 1;
const MAX: u32 = 2;
const MIN: u32 = 3;
/** Floats that are neighbours in a result. */
const RUNS: u32 = 0;
/** Floats whose neighbours belong to neighbouring results. */
const COLUMNS: u32 = 4;
const F32: u32 = 8;
const F64: u32 = 12;
const I32: u32 = 16;
const U8: u32 = 20;

/** Where results of floats are until they are complete: sums and products as doubles. */
@inline
function place(): usize {
  return scratch + 1024;
}

/** Continues results with elements of one dimension. */
function next(kind: u32, to: usize, x: usize, count: u32, step: usize, length: u32, through: usize): void {
  switch (kind) {
    case RUNS + SUM: sumRuns(to, x, count, step, length); break;
    case RUNS + MAX: extremeOfRuns<Max>(to, x, count, step, length); break;
    case RUNS + MIN: extremeOfRuns<Min>(to, x, count, step, length); break;
    case COLUMNS + SUM: sumColumns(to, x, count, length, through); break;
    case COLUMNS + MAX: extremeOfColumns<Max>(to, x, count, length, through); break;
    case COLUMNS + MIN: extremeOfColumns<Min>(to, x, count, length, through); break;
    case F32 + SUM: along<f32, f64, Sum>(to, x, count, step, length, through); break;
    case F32 + PROD: along<f32, f64, Prod>(to, x, count, step, length, through); break;
    case F32 + MAX: along<f32, f32, Max>(to, x, count, step, length, through); break;
    case F32 + MIN: along<f32, f32, Min>(to, x, count, step, length, through); break;
    case F64 + SUM: along<f64, f64, Sum>(to, x, count, step, length, through); break;
    case F64 + PROD: along<f64, f64, Prod>(to, x, count, step, length, through); break;
    case F64 + MAX: along<f64, f64, Max>(to, x, count, step, length, through); break;
    case F64 + MIN: along<f64, f64, Min>(to, x, count, step, length, through); break;
    case I32 + SUM: along<i32, i32, Sum>(to, x, count, step, length, through); break;
    case I32 + PROD: along<i32, i32, Prod>(to, x, count, step, length, through); break;
    case I32 + MAX: along<i32, i32, Max>(to, x, count, step, length, through); break;
    case I32 + MIN: along<i32, i32, Min>(to, x, count, step, length, through); break;
    case U8 + SUM: along<u8, i32, Sum>(to, x, count, step, length, through); break;
    case U8 + PROD: along<u8, i32, Prod>(to, x, count, step, length, through); break;
    case U8 + MAX: along<u8, u8, Max>(to, x, count, step, length, through); break;
    case U8 + MIN: along<u8, u8, Min>(to, x, count, step, length, through); break;
  }
}

/** The same over further dimensions: at `plan` the size of each and the bytes between neighbours. */
function nextAll(
  kind: u32, to: usize, x: usize, count: u32, step: usize, length: u32, through: usize, plan: usize, dims: u32,
): void {
  if (dims === 0) {
    next(kind, to, x, count, step, length, through);
    return;
  }
  const bytes = load<usize>(plan, 4);
  for (let n = load<u32>(plan); n > 0; n--, x += bytes) {
    nextAll(kind, to, x, count, step, length, through, plan + 8, dims - 1);
  }
}

@inline
function fill<A>(to: usize, count: u32, value: A): void {
  for (const end = to + count * sizeof<A>(); to < end; to += sizeof<A>()) store<A>(to, value);
}

function begin(kind: u32, to: usize, count: u32, identity: f64): void {
  if (kind < F64) {
    if (kind & 2) fill<f32>(to, count, identity as f32);
    else fill<f64>(to, count, identity);
  } else if (kind < I32) fill<f64>(to, count, identity);
  else if (kind < U8 + MAX) fill<i32>(to, count, identity as i32);
  else memory.fill(to, identity as u8, count);
}

/** Stores results of floats. */
function end(kind: u32, to: usize, count: u32): void {
  const from = place();
  if (kind & 2) memory.copy(to, from, count << 2);
  else for (let i: usize = 0; i < count; i++) store<f32>(to + (i << 2), load<f64>(from + (i << 3)) as f32);
}

/**
 * Units `from` to `to` of a reduction. Rows of `row` results, the elements of neighbouring results `step` bytes apart,
 * are cut into units of `tile` results; a walk goes over the rows. Each result is made from `length` elements,
 * `through` bytes apart, at each place of a second walk. At `plan`: the walk of rows, and at `inner` the count of
 * dimensions of the second walk, with the size of each and the bytes between neighbours. A result has `bytes` bytes.
 */
export function reduce(
  kind: u32, y: usize, bytes: u32, x: usize, identity: f64, row: u32, step: usize, tile: u32, length: u32,
  through: usize, plan: usize, inner: usize, from: u32, to: u32,
): void {
  const tiles = (row + tile - 1) / tile;
  let i = from / tiles;
  let first = (from - i * tiles) * tile;
  startWalk(plan, i);
  for (; from < to; from++) {
    const count = min(tile, row - first);
    const target = y + (i * row + first) * bytes;
    const results = kind < F64 ? place() : target;
    begin(kind, results, count, identity);
    nextAll(kind, results, x + offsetA + first * step, count, step, length, through, inner + 4, load<u32>(inner));
    if (kind < F64) end(kind, target, count);
    first += tile;
    if (first >= row) {
      first = 0;
      i++;
      stepWalk(plan);
    }
  }
}
