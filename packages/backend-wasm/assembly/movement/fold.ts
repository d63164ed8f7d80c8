import { offsetA, offsetB, startWalk, stepWalk } from "../walk";

/** One plane: the elements of one tap after the other are added at their places. */
@inline
function foldPlane<T>(
  y: usize, x: usize, n: usize, yn: usize, xn: usize, plan: usize, rows: u32, taps: usize, tapsEnd: usize,
): void {
  for (let tap = taps; tap < tapsEnd; tap += 8) {
    startWalk(plan, 0);
    for (let row: u32 = 0; row < rows; row++, stepWalk(plan)) {
      let from = x + load<u32>(tap) + offsetA;
      let to = y + load<u32>(tap, 4) + offsetB;
      for (let i = n; i; i--, from += xn, to += yn) store<T>(to, <T>(load<T>(to) + load<T>(from)));
    }
  }
}

/**
 * Planes `from` to `to`, of `xBytes` and `yBytes` bytes. The walk (a: x, b: y) goes over `rows` rows of n window
 * positions; at `taps`, up to `tapsEnd`, are the bytes from a position to each of its elements, in x and in y.
 */
export function foldPlanes(
  kind: u32, y: usize, yBytes: usize, x: usize, xBytes: usize, n: usize, yn: usize, xn: usize, plan: usize, rows: u32,
  taps: usize, tapsEnd: usize, from: usize, to: usize,
): void {
  memory.fill(y + from * yBytes, 0, (to - from) * yBytes);
  for (; from < to; from++) {
    const plane = y + from * yBytes;
    const windows = x + from * xBytes;
    switch (kind) {
      case 0: foldPlane<f32>(plane, windows, n, yn, xn, plan, rows, taps, tapsEnd); break;
      case 1: foldPlane<f64>(plane, windows, n, yn, xn, plan, rows, taps, tapsEnd); break;
      case 2: foldPlane<i32>(plane, windows, n, yn, xn, plan, rows, taps, tapsEnd); break;
      default: foldPlane<u8>(plane, windows, n, yn, xn, plan, rows, taps, tapsEnd);
    }
  }
}
