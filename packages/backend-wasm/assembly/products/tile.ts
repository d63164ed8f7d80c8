import { multiplyAdd } from "./multiply-add";

/** Columns of a tile: two vectors. More spill out of the registers that engines give to a loop. */
export const TILE_COLUMNS: usize = 8;

// How many rows a tile has, known at compile time: see `tile`.
@unmanaged export class Rows1 { @inline count(): i32 { return 1; } }
@unmanaged export class Rows2 { @inline count(): i32 { return 2; } }
@unmanaged export class Rows3 { @inline count(): i32 { return 3; } }
@unmanaged export class Rows4 { @inline count(): i32 { return 4; } }
@unmanaged export class Rows5 { @inline count(): i32 { return 5; } }
@unmanaged export class Rows6 { @inline count(): i32 { return 6; } }

// What a tile's products are added to.
export const ZERO: i32 = 0;
export const SUM: i32 = 1;
export const COLUMN_BIAS: i32 = 2;
export const ROW_BIAS: i32 = 3;

/** What half of a row of the tile is added to. */
@inline
export function begin(start: i32, c: usize, bias: usize, row: usize, column: usize): v128 {
  if (start == SUM) return v128.load(c + column);
  if (start == COLUMN_BIAS) return v128.load(bias + column);
  if (start == ROW_BIAS) return v128.load32_splat(bias + (row << 2));
  return f32x4.splat(0);
}

/**
 * c[i][j] = start + Σ_k a[k][i] · b[k][j] for the rows i of `R` and 8 columns j. The rows of one k lie side by side in
 * `a`, the columns in `b`; `aStep` and `bStep` are the bytes from one k to the next, `cRow` those between rows of `c`.
 */
@inline
export function tile<R>(
  k: usize, a: usize, aStep: usize, b: usize, bStep: usize, c: usize, cRow: usize, start: i32, bias: usize,
): void {
  const rows = changetype<R>(0).count();
  let c00 = f32x4.splat(0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00;
  let c30 = c00, c31 = c00, c40 = c00, c41 = c00, c50 = c00, c51 = c00;
  if (start != ZERO) {
    let row = c;
    c00 = begin(start, row, bias, 0, 0);
    c01 = begin(start, row, bias, 0, 16);
    if (rows > 1) {
      row += cRow;
      c10 = begin(start, row, bias, 1, 0);
      c11 = begin(start, row, bias, 1, 16);
    }
    if (rows > 2) {
      row += cRow;
      c20 = begin(start, row, bias, 2, 0);
      c21 = begin(start, row, bias, 2, 16);
    }
    if (rows > 3) {
      row += cRow;
      c30 = begin(start, row, bias, 3, 0);
      c31 = begin(start, row, bias, 3, 16);
    }
    if (rows > 4) {
      row += cRow;
      c40 = begin(start, row, bias, 4, 0);
      c41 = begin(start, row, bias, 4, 16);
    }
    if (rows > 5) {
      row += cRow;
      c50 = begin(start, row, bias, 5, 0);
      c51 = begin(start, row, bias, 5, 16);
    }
  }
  // V8 11 has the instructions around the arithmetic for its limit: two steps a turn (56 GFLOP/s, one 50), and nothing
  // behind the loop but stores, else it spills. V8 13, which has relaxed SIMD, unrolls by itself, and spills what is
  // unrolled already.
  if (ASC_FEATURE_RELAXED_SIMD) {
    for (; k > 0; k--) {
      const b0 = v128.load(b);
      const b1 = v128.load(b, 16);
      let x = v128.load32_splat(a);
      c00 = multiplyAdd(x, b0, c00);
      c01 = multiplyAdd(x, b1, c01);
      if (rows > 1) {
        x = v128.load32_splat(a, 4);
        c10 = multiplyAdd(x, b0, c10);
        c11 = multiplyAdd(x, b1, c11);
      }
      if (rows > 2) {
        x = v128.load32_splat(a, 8);
        c20 = multiplyAdd(x, b0, c20);
        c21 = multiplyAdd(x, b1, c21);
      }
      if (rows > 3) {
        x = v128.load32_splat(a, 12);
        c30 = multiplyAdd(x, b0, c30);
        c31 = multiplyAdd(x, b1, c31);
      }
      if (rows > 4) {
        x = v128.load32_splat(a, 16);
        c40 = multiplyAdd(x, b0, c40);
        c41 = multiplyAdd(x, b1, c41);
      }
      if (rows > 5) {
        x = v128.load32_splat(a, 20);
        c50 = multiplyAdd(x, b0, c50);
        c51 = multiplyAdd(x, b1, c51);
      }
      a += aStep;
      b += bStep;
    }
  } else {
    if (k & 1) {
      const b0 = v128.load(b);
      const b1 = v128.load(b, 16);
      let x = v128.load32_splat(a);
      c00 = multiplyAdd(x, b0, c00);
      c01 = multiplyAdd(x, b1, c01);
      if (rows > 1) {
        x = v128.load32_splat(a, 4);
        c10 = multiplyAdd(x, b0, c10);
        c11 = multiplyAdd(x, b1, c11);
      }
      if (rows > 2) {
        x = v128.load32_splat(a, 8);
        c20 = multiplyAdd(x, b0, c20);
        c21 = multiplyAdd(x, b1, c21);
      }
      if (rows > 3) {
        x = v128.load32_splat(a, 12);
        c30 = multiplyAdd(x, b0, c30);
        c31 = multiplyAdd(x, b1, c31);
      }
      if (rows > 4) {
        x = v128.load32_splat(a, 16);
        c40 = multiplyAdd(x, b0, c40);
        c41 = multiplyAdd(x, b1, c41);
      }
      if (rows > 5) {
        x = v128.load32_splat(a, 20);
        c50 = multiplyAdd(x, b0, c50);
        c51 = multiplyAdd(x, b1, c51);
      }
      a += aStep;
      b += bStep;
    }
    for (k &= ~1; k > 0; k -= 2) {
      {
        const b0 = v128.load(b);
        const b1 = v128.load(b, 16);
        let x = v128.load32_splat(a);
        c00 = multiplyAdd(x, b0, c00);
        c01 = multiplyAdd(x, b1, c01);
        if (rows > 1) {
          x = v128.load32_splat(a, 4);
          c10 = multiplyAdd(x, b0, c10);
          c11 = multiplyAdd(x, b1, c11);
        }
        if (rows > 2) {
          x = v128.load32_splat(a, 8);
          c20 = multiplyAdd(x, b0, c20);
          c21 = multiplyAdd(x, b1, c21);
        }
        if (rows > 3) {
          x = v128.load32_splat(a, 12);
          c30 = multiplyAdd(x, b0, c30);
          c31 = multiplyAdd(x, b1, c31);
        }
        if (rows > 4) {
          x = v128.load32_splat(a, 16);
          c40 = multiplyAdd(x, b0, c40);
          c41 = multiplyAdd(x, b1, c41);
        }
        if (rows > 5) {
          x = v128.load32_splat(a, 20);
          c50 = multiplyAdd(x, b0, c50);
          c51 = multiplyAdd(x, b1, c51);
        }
        a += aStep;
        b += bStep;
      }
      {
        const b0 = v128.load(b);
        const b1 = v128.load(b, 16);
        let x = v128.load32_splat(a);
        c00 = multiplyAdd(x, b0, c00);
        c01 = multiplyAdd(x, b1, c01);
        if (rows > 1) {
          x = v128.load32_splat(a, 4);
          c10 = multiplyAdd(x, b0, c10);
          c11 = multiplyAdd(x, b1, c11);
        }
        if (rows > 2) {
          x = v128.load32_splat(a, 8);
          c20 = multiplyAdd(x, b0, c20);
          c21 = multiplyAdd(x, b1, c21);
        }
        if (rows > 3) {
          x = v128.load32_splat(a, 12);
          c30 = multiplyAdd(x, b0, c30);
          c31 = multiplyAdd(x, b1, c31);
        }
        if (rows > 4) {
          x = v128.load32_splat(a, 16);
          c40 = multiplyAdd(x, b0, c40);
          c41 = multiplyAdd(x, b1, c41);
        }
        if (rows > 5) {
          x = v128.load32_splat(a, 20);
          c50 = multiplyAdd(x, b0, c50);
          c51 = multiplyAdd(x, b1, c51);
        }
        a += aStep;
        b += bStep;
      }
    }
  }
  v128.store(c, c00);
  v128.store(c, c01, 16);
  if (rows > 1) {
    c += cRow;
    v128.store(c, c10);
    v128.store(c, c11, 16);
  }
  if (rows > 2) {
    c += cRow;
    v128.store(c, c20);
    v128.store(c, c21, 16);
  }
  if (rows > 3) {
    c += cRow;
    v128.store(c, c30);
    v128.store(c, c31, 16);
  }
  if (rows > 4) {
    c += cRow;
    v128.store(c, c40);
    v128.store(c, c41, 16);
  }
  if (rows > 5) {
    c += cRow;
    v128.store(c, c50);
    v128.store(c, c51, 16);
  }
}

// One function for each count of rows, exported so that the compiler does not inline them into one another's callers:
// in one large function V8 11 spills the accumulators, which costs a quarter of the speed.
export function tile1(
  k: usize, a: usize, aStep: usize, b: usize, bStep: usize, c: usize, cRow: usize, start: i32, bias: usize,
): void {
  tile<Rows1>(k, a, aStep, b, bStep, c, cRow, start, bias);
}

export function tile2(
  k: usize, a: usize, aStep: usize, b: usize, bStep: usize, c: usize, cRow: usize, start: i32, bias: usize,
): void {
  tile<Rows2>(k, a, aStep, b, bStep, c, cRow, start, bias);
}

export function tile3(
  k: usize, a: usize, aStep: usize, b: usize, bStep: usize, c: usize, cRow: usize, start: i32, bias: usize,
): void {
  tile<Rows3>(k, a, aStep, b, bStep, c, cRow, start, bias);
}

export function tile4(
  k: usize, a: usize, aStep: usize, b: usize, bStep: usize, c: usize, cRow: usize, start: i32, bias: usize,
): void {
  tile<Rows4>(k, a, aStep, b, bStep, c, cRow, start, bias);
}

export function tile5(
  k: usize, a: usize, aStep: usize, b: usize, bStep: usize, c: usize, cRow: usize, start: i32, bias: usize,
): void {
  if (ASC_FEATURE_RELAXED_SIMD) tile<Rows5>(k, a, aStep, b, bStep, c, cRow, start, bias);
}

export function tile6(
  k: usize, a: usize, aStep: usize, b: usize, bStep: usize, c: usize, cRow: usize, start: i32, bias: usize,
): void {
  if (ASC_FEATURE_RELAXED_SIMD) tile<Rows6>(k, a, aStep, b, bStep, c, cRow, start, bias);
}

/** A tile of 1 to 6 rows; 5 and 6 only in the module with relaxed SIMD. */
@inline
export function tileOf(
  rows: usize, k: usize, a: usize, aStep: usize, b: usize, bStep: usize, c: usize, cRow: usize, start: i32, bias: usize,
): void {
  if (rows == 4) tile4(k, a, aStep, b, bStep, c, cRow, start, bias);
  else if (rows == 6) tile6(k, a, aStep, b, bStep, c, cRow, start, bias);
  else if (rows == 3) tile3(k, a, aStep, b, bStep, c, cRow, start, bias);
  else if (rows == 2) tile2(k, a, aStep, b, bStep, c, cRow, start, bias);
  else if (rows == 1) tile1(k, a, aStep, b, bStep, c, cRow, start, bias);
  else tile5(k, a, aStep, b, bStep, c, cRow, start, bias);
}
