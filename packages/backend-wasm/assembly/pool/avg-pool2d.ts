import { sumOfRun } from "../reduce/runs";
import { endOfTaps, endOfWhole, firstTap, loadStrided } from "./window";

/** From here on a run is added up in vectors. */
const LONG: i32 = 8;

function sumOf(x: usize, n: i32): f32 {
  if (n >= LONG) return sumOfRun(x, n) as f32;
  let sum: f32 = 0;
  for (; n > 0; n--, x += 4) sum += load<f32>(x);
  return sum;
}

function addTo(x: usize, n: i32, value: f32): void {
  const values = f32x4.splat(value);
  for (; n >= 4; n -= 4, x += 16) v128.store(x, f32x4.add(v128.load(x), values));
  for (; n > 0; n--, x += 4) store<f32>(x, load<f32>(x) + value);
}

/** Elements of a window in one dimension that are counted: those inside, or with padding those not beyond that. */
@inline
function counted(start: i32, first: i32, end: i32, taps: i32, size: i32, padding: i32, withPadding: u32): i32 {
  return withPadding ? min(size + padding, start + taps) - start : end - first;
}

/** Rows `from` to `to` of windows as those of `maxPool2d`: the means. */
export function avgPool2d(
  y: usize, x: usize, h: i32, w: i32, rows: i32, columns: i32, tapsDown: i32, tapsAcross: i32,
  strideDown: i32, strideAcross: i32, padTop: i32, padLeft: i32, withPadding: u32, from: u32, to: u32,
): void {
  const begin = min(columns, (padLeft + strideAcross - 1) / strideAcross);
  const end = endOfWhole(columns, strideAcross, padLeft, tapsAcross - 1, w);
  const isVector = end - begin >= 4;
  for (; from < to; from++) {
    const start: i32 = (from % rows) * strideDown - padTop;
    const top = firstTap(start, 1);
    const bottom = endOfTaps(start, 1, tapsDown, h);
    const height = counted(start, top, bottom, tapsDown, h, padTop, withPadding);
    const corner = x + (((from / rows) * h + start + top) * w << 2);
    const target = y + ((from * columns) << 2);
    for (let column = 0; column < columns; ) {
      if (isVector && column >= begin && column < end) {
        column = min(column, end - 4);
        let line = corner + ((column * strideAcross - padLeft) << 2);
        let sums = f32x4.splat(0);
        for (let row = top; row < bottom; row++, line += w << 2) {
          for (let tap = 0; tap < tapsAcross; tap++) {
            sums = f32x4.add(sums, loadStrided(line + (tap << 2), strideAcross));
          }
        }
        v128.store(target + (column << 2), f32x4.div(sums, f32x4.splat((height * tapsAcross) as f32)));
        column += 4;
      } else {
        const place = column * strideAcross - padLeft;
        const left = firstTap(place, 1);
        const right = endOfTaps(place, 1, tapsAcross, w);
        let line = corner + ((place + left) << 2);
        let sum: f32 = 0;
        for (let row = top; row < bottom; row++, line += w << 2) sum += sumOf(line, right - left);
        const area = height * counted(place, left, right, tapsAcross, w, padLeft, withPadding);
        store<f32>(target + (column << 2), sum / (area as f32));
        column++;
      }
    }
  }
}

/** Planes `from` to `to` of the gradient: the share of each element in the means that it is in. */
export function avgPool2dGrad(
  toX: usize, g: usize, h: i32, w: i32, rows: i32, columns: i32, tapsDown: i32, tapsAcross: i32,
  strideDown: i32, strideAcross: i32, padTop: i32, padLeft: i32, withPadding: u32, from: u32, to: u32,
): void {
  const size = (h * w) << 2;
  memory.fill(toX + from * size, 0, (to - from) * size);
  // Pairs of columns, none of them beyond the last.
  const isPairs = strideAcross === 2 && tapsAcross === 2 && padLeft === 0 && columns * 2 <= w;
  for (; from < to; from++) {
    let source = g + ((from * rows * columns) << 2);
    for (let r = 0, start = -padTop; r < rows; r++, start += strideDown) {
      const top = firstTap(start, 1);
      const bottom = endOfTaps(start, 1, tapsDown, h);
      const height = counted(start, top, bottom, tapsDown, h, padTop, withPadding);
      const corner = toX + from * size + ((start + top) * w << 2);
      let c = 0;
      if (isPairs) {
        const area = f32x4.splat((height * 2) as f32);
        for (; c + 4 <= columns; c += 4, source += 16) {
          const shares = f32x4.div(v128.load(source), area);
          let line = corner + (c << 3);
          for (let row = top; row < bottom; row++, line += w << 2) {
            v128.store(line, f32x4.add(v128.load(line), v128.shuffle<f32>(shares, shares, 0, 0, 1, 1)));
            v128.store(line, f32x4.add(v128.load(line, 16), v128.shuffle<f32>(shares, shares, 2, 2, 3, 3)), 16);
          }
        }
      }
      for (let place = c * strideAcross - padLeft; c < columns; c++, place += strideAcross, source += 4) {
        const left = firstTap(place, 1);
        const right = endOfTaps(place, 1, tapsAcross, w);
        const area = height * counted(place, left, right, tapsAcross, w, padLeft, withPadding);
        const share = load<f32>(source) / (area as f32);
        let line = corner + ((place + left) << 2);
        for (let row = top; row < bottom; row++, line += w << 2) addTo(line, right - left, share);
      }
    }
  }
}
