import { scratch } from "../scratch";
import { storeLanes } from "../lanes";
import { multiplyAdd } from "./multiply-add";

/** Columns summed at a time: they stay in the L1 cache. */
const COLUMNS: usize = 4096;

/** A larger matrix comes from memory, which one stream of addresses reads faster than four (31 and 19 GB/s). */
const FAR_BYTES: usize = 1 << 22;

/** Where the row is copied to when its elements do not lie side by side, and how many fit. */
const ROW: usize = 4096;
const MAX_ROW: usize = 1 << 18;

/** Whether `rowTimes` takes the operands: each element of the matrix is read once, where it lies. */
@inline
export function canTimes(k: usize, aColumn: usize, bRow: usize, bColumn: usize): bool {
  return bColumn == 4 || (bRow == 4 && (aColumn == 4 || k <= MAX_ROW));
}

/** c[j] = Σ_k a[k] · b[k][j] for `n` neighbouring c: a product of a row and a matrix. Strides in bytes. */
export function rowTimes(
  n: usize, k: usize, a: usize, aColumn: usize, b: usize, bRow: usize, bColumn: usize, c: usize,
): void {
  if (bColumn == 4) {
    for (let j: usize = 0; j < n; j += COLUMNS) {
      sumRows(min(COLUMNS, n - j), k, a, aColumn, b + (j << 2), bRow, c + (j << 2));
    }
    return;
  }
  if (aColumn != 4) {
    for (let p: usize = 0; p < k; p++) store<f32>(scratch + ROW + (p << 2), load<f32>(a + p * aColumn));
    a = scratch + ROW;
  }
  for (let j: usize = 0; j < n; j++) store<f32>(c + (j << 2), dot(k, a, b + j * bColumn));
}

/** Adds up four rows of the matrix at a time. */
function sumRows(n: usize, k: usize, a: usize, aColumn: usize, b: usize, bRow: usize, c: usize): void {
  const bytes = n << 2;
  memory.fill(c, 0, bytes);
  const whole = bytes & ~15;
  for (; k >= 4 && bRow * k <= FAR_BYTES; k -= 4) {
    const a0 = v128.load32_splat(a);
    const a1 = v128.load32_splat(a + aColumn);
    const a2 = v128.load32_splat(a + 2 * aColumn);
    const a3 = v128.load32_splat(a + 3 * aColumn);
    const b1 = b + bRow;
    const b2 = b1 + bRow;
    const b3 = b2 + bRow;
    let i: usize = 0;
    for (; i < whole; i += 16) {
      let sum = multiplyAdd(a0, v128.load(b + i), v128.load(c + i));
      sum = multiplyAdd(a1, v128.load(b1 + i), sum);
      sum = multiplyAdd(a2, v128.load(b2 + i), sum);
      v128.store(c + i, multiplyAdd(a3, v128.load(b3 + i), sum));
    }
    if (i < bytes) {
      let sum = multiplyAdd(a0, v128.load(b + i), v128.load(c + i));
      sum = multiplyAdd(a1, v128.load(b1 + i), sum);
      sum = multiplyAdd(a2, v128.load(b2 + i), sum);
      storeLanes(c + i, multiplyAdd(a3, v128.load(b3 + i), sum), bytes - i);
    }
    a += aColumn << 2;
    b = b3 + bRow;
  }
  for (; k > 0; k--) {
    const a0 = v128.load32_splat(a);
    let i: usize = 0;
    for (; i + 64 <= whole; i += 64) {
      v128.store(c + i, multiplyAdd(a0, v128.load(b + i), v128.load(c + i)));
      v128.store(c + i, multiplyAdd(a0, v128.load(b + i, 16), v128.load(c + i, 16)), 16);
      v128.store(c + i, multiplyAdd(a0, v128.load(b + i, 32), v128.load(c + i, 32)), 32);
      v128.store(c + i, multiplyAdd(a0, v128.load(b + i, 48), v128.load(c + i, 48)), 48);
    }
    for (; i < whole; i += 16) v128.store(c + i, multiplyAdd(a0, v128.load(b + i), v128.load(c + i)));
    if (i < bytes) storeLanes(c + i, multiplyAdd(a0, v128.load(b + i), v128.load(c + i)), bytes - i);
    a += aColumn;
    b += bRow;
  }
}

@inline
function horizontal(v: v128): f32 {
  const halves = f32x4.add(v, v128.shuffle<u64>(v, v, 1, 0));
  return f32x4.extract_lane(halves, 0) + f32x4.extract_lane(halves, 1);
}

/** A product with one contiguous column. */
function dot(k: usize, a: usize, b: usize): f32 {
  let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
  const whole = (k << 2) & ~63;
  let i: usize = 0;
  for (; i < whole; i += 64) {
    s0 = multiplyAdd(v128.load(a + i), v128.load(b + i), s0);
    s1 = multiplyAdd(v128.load(a + i, 16), v128.load(b + i, 16), s1);
    s2 = multiplyAdd(v128.load(a + i, 32), v128.load(b + i, 32), s2);
    s3 = multiplyAdd(v128.load(a + i, 48), v128.load(b + i, 48), s3);
  }
  let sum = horizontal(f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3)));
  for (; i < k << 2; i += 4) sum += load<f32>(a + i) * load<f32>(b + i);
  return sum;
}
