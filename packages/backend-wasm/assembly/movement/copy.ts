import { offsetA, offsetB, startWalk, stepWalk } from "../walk";
import { copyRow, fillRow } from "./row";
import { transpose32 } from "./transpose";

const TILE: usize = 32;

/** Any steps, by tiles that the cache holds whichever of the two is the long one. */
@inline
function tiles<T>(
  y: usize, x: usize, m: usize, n: usize, ym: usize, yn: usize, xm: usize, xn: usize,
): void {
  for (let c: usize = 0; c < n; c += TILE) {
    const columns = min(TILE, n - c);
    for (let r: usize = 0; r < m; r++) {
      let to = y + r * ym + c * yn;
      let from = x + r * xm + c * xn;
      for (let i = columns; i; i--, to += yn, from += xn) store<T>(to, load<T>(from));
    }
  }
}

/** y[r,c] = x[r,c] over m rows and n columns of `item` bytes each; the other numbers are bytes between neighbours. */
function copyBlock(
  item: usize, y: usize, x: usize, m: usize, n: usize, ym: usize, yn: usize, xm: usize, xn: usize,
): void {
  if (yn == item && xn == item) {
    for (; m; m--, y += ym, x += xm) copyRow(y, x, n * item);
    return;
  }
  if (yn == item && xn == 0 && n * item >= 16) {
    for (; m; m--, y += ym, x += xm) fillRow(item, y, x, n * item);
    return;
  }
  if (item == 4 && yn == 4 && xm == 4 && m >= 4 && n >= 4) {
    transpose32(y, x, m, n, ym, xn);
    return;
  }
  if (n < m) {
    let t = n; n = m; m = t;
    t = yn; yn = ym; ym = t;
    t = xn; xn = xm; xm = t;
  }
  switch (item) {
    case 1: tiles<u8>(y, x, m, n, ym, yn, xm, xn); break;
    case 4: tiles<u32>(y, x, m, n, ym, yn, xm, xn); break;
    default: tiles<u64>(y, x, m, n, ym, yn, xm, xn);
  }
}

/** Elements `from` to `to` of a line: `item` bytes each, `yn` and `xn` bytes apart. */
export function copyLine(item: usize, y: usize, x: usize, yn: usize, xn: usize, from: usize, to: usize): void {
  copyBlock(item, y + from * yn, x + from * xn, 1, to - from, 0, yn, 0, xn);
}

/** Rows `from` to `to` of blocks of m rows and n columns, which lie at the places of a walk (a: x, b: y). */
export function copyBlocks(
  item: usize, y: usize, x: usize, m: usize, n: usize, ym: usize, yn: usize, xm: usize, xn: usize,
  plan: usize, from: usize, to: usize,
): void {
  let row = from % m;
  startWalk(plan, from / m);
  while (from < to) {
    const rows = min(m - row, to - from);
    copyBlock(item, y + offsetB + row * ym, x + offsetA + row * xm, rows, n, ym, yn, xm, xn);
    from += rows;
    row = 0;
    stepWalk(plan);
  }
}
