import { upperHalf } from "../vectors";
import { eight } from "./eight";
import { Sum } from "./ops";
import { extremeOfRun, sumOfRun } from "./runs";

// Continue `count` results at `to` with floats: result j with those of the run, or column, that is j · `step` bytes
// behind x.

/** Double results of runs of `length` neighbours. */
export function sumRuns(to: usize, x: usize, count: u32, step: usize, length: u32): void {
  for (const end = to + (count << 3); to < end; to += 8, x += step) store<f64>(to, load<f64>(to) + sumOfRun(x, length));
}

@inline
export function extremeOfRuns<Op>(to: usize, x: usize, count: u32, step: usize, length: u32): void {
  const op = changetype<Op>(0);
  for (const end = to + (count << 2); to < end; to += 4, x += step) {
    store<f32>(to, op.of<f32>(load<f32>(to), extremeOfRun<Op>(x, length)));
  }
}

/** Double results of columns in `length` rows that are `through` bytes apart. Results beyond the last are spoilt. */
export function sumColumns(to: usize, x: usize, count: u32, length: u32, through: usize): void {
  const bytes = count << 2;
  for (; length >= 8; length -= 8, x += through << 3) {
    for (let i: usize = 0; i < bytes; i += 16) addColumns(to + (i << 1), eight<Sum>(x + i, through));
  }
  for (; length > 0; length--, x += through) {
    for (let i: usize = 0; i < bytes; i += 16) addColumns(to + (i << 1), v128.load(x + i));
  }
}

/** Adds four floats to four doubles. */
@inline
export function addColumns(to: usize, v: v128): void {
  v128.store(to, f64x2.add(v128.load(to), f64x2.promote_low_f32x4(v)));
  v128.store(to, f64x2.add(v128.load(to, 16), f64x2.promote_low_f32x4(upperHalf(v))), 16);
}

@inline
export function extremeOfColumns<Op>(to: usize, x: usize, count: u32, length: u32, through: usize): void {
  const op = changetype<Op>(0);
  const bytes = count << 2;
  for (; length >= 8; length -= 8, x += through << 3) {
    for (let i: usize = 0; i < bytes; i += 16) {
      v128.store(to + i, op.lanes(v128.load(to + i), eight<Op>(x + i, through)));
    }
  }
  for (; length > 0; length--, x += through) {
    for (let i: usize = 0; i < bytes; i += 16) v128.store(to + i, op.lanes(v128.load(to + i), v128.load(x + i)));
  }
}
