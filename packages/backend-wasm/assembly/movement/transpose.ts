/** Columns of a tile: as many rows of x stay in the cache while it is written. */
const TILE: usize = 64;

@inline
function transpose4(y: usize, ym: usize, x: usize, xn: usize): void {
  const a = v128.load(x);
  const b = v128.load(x + xn);
  const c = v128.load(x + 2 * xn);
  const d = v128.load(x + 3 * xn);
  const ab = v128.shuffle<u32>(a, b, 0, 4, 1, 5);
  const cd = v128.shuffle<u32>(c, d, 0, 4, 1, 5);
  const ef = v128.shuffle<u32>(a, b, 2, 6, 3, 7);
  const gh = v128.shuffle<u32>(c, d, 2, 6, 3, 7);
  v128.store(y, v128.shuffle<u64>(ab, cd, 0, 2));
  v128.store(y + ym, v128.shuffle<u64>(ab, cd, 1, 3));
  v128.store(y + 2 * ym, v128.shuffle<u64>(ef, gh, 0, 2));
  v128.store(y + 3 * ym, v128.shuffle<u64>(ef, gh, 1, 3));
}

/** y [m,n] from x [n,m], both of 4-byte elements with neighbours in rows; `ym` and `xn` bytes are between rows. */
export function transpose32(y: usize, x: usize, m: usize, n: usize, ym: usize, xn: usize): void {
  const wholeM = m & ~3;
  const wholeN = n & ~3;
  for (let start: usize = 0; start < wholeN; start += TILE) {
    const end = min(start + TILE, wholeN);
    for (let r: usize = 0; r < wholeM; r += 4) {
      for (let c = start; c < end; c += 4) transpose4(y + r * ym + (c << 2), ym, x + c * xn + (r << 2), xn);
    }
  }
  for (let c: usize = 0; c < n; c++) {
    for (let r = c < wholeN ? wholeM : 0; r < m; r++) {
      store<u32>(y + r * ym + (c << 2), load<u32>(x + c * xn + (r << 2)));
    }
  }
}
