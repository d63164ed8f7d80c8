import { endOfTaps, endOfWhole, firstTap, loadStrided } from "./window";

/** The taps of a row of windows that lie in the plane: rows `top` to `bottom`, `down` apart; columns `across` apart. */
let top: i32 = 0;
let bottom: i32 = 0;
let down: i32 = 0;
let across: i32 = 0;
let width: i32 = 0;

/**
 * The window whose first column is `start`, with columns `left` to `right`. The first of equals wins, and the first
 * NaN.
 */
function scalar(y: usize, positions: usize, plane: usize, start: i32, left: i32, right: i32): void {
  let best: f32 = -Infinity;
  let place = left < right && top < bottom ? top * width + start + left * across : 0;
  for (let row = top; row < bottom; row += down) {
    for (let tap = left; tap < right; tap++) {
      const at = row * width + start + tap * across;
      const value = load<f32>(plane + (at << 2));
      if (!(value <= best) && best === best) {
        best = value;
        place = at;
      }
    }
  }
  store<f32>(y, best);
  store<i32>(positions, place);
}

/**
 * Four windows whose first columns are `start`, `start` + `stride`, ..., with all of `taps` columns. Without a NaN
 * among their elements, as their sum tells; else `false`, and nothing is stored.
 */
function vector(y: usize, positions: usize, plane: usize, start: i32, stride: i32, taps: i32): bool {
  const step = across;
  const next = i32x4.splat(step);
  let best = f32x4.splat(-Infinity);
  let places = i32x4.splat(top * width);
  let sum = f32x4.splat(0);
  for (let row = top; row < bottom; row += down) {
    let x = plane + ((row * width + start) << 2);
    let place = i32x4.splat(row * width);
    for (let tap = taps; tap > 0; tap--, x += step << 2) {
      const value = loadStrided(x, stride);
      places = v128.bitselect(place, places, f32x4.gt(value, best));
      best = f32x4.pmax(best, value);
      sum = f32x4.add(sum, value);
      place = i32x4.add(place, next);
    }
  }
  if (v128.any_true(f32x4.ne(sum, sum))) return false;
  v128.store(y, best);
  const first = i32x4.add(i32x4.splat(start), i32x4.mul(i32x4.splat(stride), i32x4(0, 1, 2, 3)));
  v128.store(positions, i32x4.add(places, first));
  return true;
}

/**
 * Rows `from` to `to` of windows over planes of h · w floats, `rows` to a plane and `columns` in each: the maxima, −∞
 * of nothing, and their positions in the plane.
 */
export function maxPool2d(
  y: usize, positions: usize, x: usize, h: i32, w: i32, rows: i32, columns: i32, tapsDown: i32, tapsAcross: i32,
  strideDown: i32, strideAcross: i32, padTop: i32, padLeft: i32, stepDown: i32, stepAcross: i32, from: u32, to: u32,
): void {
  down = stepDown;
  across = stepAcross;
  width = w;
  const begin = min(columns, (padLeft + strideAcross - 1) / strideAcross);
  const end = endOfWhole(columns, strideAcross, padLeft, (tapsAcross - 1) * across, w);
  for (; from < to; from++) {
    const plane = x + ((from / rows) * h * w << 2);
    const start: i32 = (from % rows) * strideDown - padTop;
    top = start + firstTap(start, down) * down;
    bottom = start + endOfTaps(start, down, tapsDown, h) * down;
    const target = (from * columns) << 2;
    const isVector = end - begin >= 4 && top < bottom;
    for (let column = 0; column < columns; ) {
      let count = 1;
      if (isVector && column >= begin && column < end) {
        // The last four of a row may be done twice in part.
        column = min(column, end - 4);
        count = 4;
        const at = target + (column << 2);
        if (vector(y + at, positions + at, plane, column * strideAcross - padLeft, strideAcross, tapsAcross)) {
          column += 4;
          continue;
        }
      }
      for (; count > 0; count--, column++) {
        const first = column * strideAcross - padLeft;
        const at = target + (column << 2);
        scalar(y + at, positions + at, plane, first, firstTap(first, across), endOfTaps(first, across, tapsAcross, w));
      }
    }
  }
}

/** Planes `from` to `to` of the gradient: g of `windows` windows a plane, added up at their positions. */
export function maxPool2dGrad(
  toX: usize, g: usize, positions: usize, windows: u32, size: u32, from: u32, to: u32,
): void {
  memory.fill(toX + ((from * size) << 2), 0, ((to - from) * size) << 2);
  for (; from < to; from++) {
    const plane = toX + ((from * size) << 2);
    const end = ((from + 1) * windows) << 2;
    for (let i = (from * windows) << 2; i < end; i += 4) {
      const place = plane + (load<u32>(positions + i) << 2);
      store<f32>(place, load<f32>(place) + load<f32>(g + i));
    }
  }
}
