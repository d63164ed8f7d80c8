import { transpose4 } from "../transpose4";

/** Columns of a tile: as many rows of x stay in the cache while it is written. */
const TILE: usize = 64;

/** y [m,n] from x [n,m], both of 4-byte elements with neighbours in rows; `ym` and `xn` bytes are between rows. */
export function transpose32(y: usize, x: usize, m: usize, n: usize, ym: usize, xn: usize): void {
  const wholeM = m & ~3;
  const wholeN = n & ~3;
  for (let start: usize = 0; start < wholeN; start += TILE) {
    const end = min(start + TILE, wholeN);
    for (let r: usize = 0; r < wholeM; r += 4) {
      for (let c = start; c < end; c += 4) {
        const at = x + c * xn + (r << 2);
        const to = y + r * ym + (c << 2);
        transpose4(v128.load(at), v128.load(at + xn), v128.load(at + 2 * xn), v128.load(at + 3 * xn), to, ym);
      }
    }
  }
  for (let c: usize = 0; c < n; c++) {
    for (let r = c < wholeN ? wholeM : 0; r < m; r++) {
      store<u32>(y + r * ym + (c << 2), load<u32>(x + c * xn + (r << 2)));
    }
  }
}
