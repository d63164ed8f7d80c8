import { multiplyAdd } from "./multiply-add";
import { begin, ZERO } from "./tile";

/** `tile` of four rows `aRow` bytes apart, the k of each side by side: for rows that are used too little to pack. */
export function tileOfRows(
  k: usize, a: usize, aRow: usize, b: usize, bStep: usize, c: usize, cRow: usize, start: i32, bias: usize,
): void {
  let c00 = f32x4.splat(0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00, c30 = c00, c31 = c00;
  if (start != ZERO) {
    let row = c;
    c00 = begin(start, row, bias, 0, 0);
    c01 = begin(start, row, bias, 0, 16);
    row += cRow;
    c10 = begin(start, row, bias, 1, 0);
    c11 = begin(start, row, bias, 1, 16);
    row += cRow;
    c20 = begin(start, row, bias, 2, 0);
    c21 = begin(start, row, bias, 2, 16);
    row += cRow;
    c30 = begin(start, row, bias, 3, 0);
    c31 = begin(start, row, bias, 3, 16);
  }
  let a1 = a + aRow;
  let a2 = a1 + aRow;
  let a3 = a2 + aRow;
  if (ASC_FEATURE_RELAXED_SIMD) {
    for (; k > 0; k--) {
      const b0 = v128.load(b);
      const b1 = v128.load(b, 16);
      let x = v128.load32_splat(a);
      c00 = multiplyAdd(x, b0, c00);
      c01 = multiplyAdd(x, b1, c01);
      x = v128.load32_splat(a1);
      c10 = multiplyAdd(x, b0, c10);
      c11 = multiplyAdd(x, b1, c11);
      x = v128.load32_splat(a2);
      c20 = multiplyAdd(x, b0, c20);
      c21 = multiplyAdd(x, b1, c21);
      x = v128.load32_splat(a3);
      c30 = multiplyAdd(x, b0, c30);
      c31 = multiplyAdd(x, b1, c31);
      a += 4;
      a1 += 4;
      a2 += 4;
      a3 += 4;
      b += bStep;
    }
  } else {
    if (k & 1) {
      const b0 = v128.load(b);
      const b1 = v128.load(b, 16);
      let x = v128.load32_splat(a);
      c00 = multiplyAdd(x, b0, c00);
      c01 = multiplyAdd(x, b1, c01);
      x = v128.load32_splat(a1);
      c10 = multiplyAdd(x, b0, c10);
      c11 = multiplyAdd(x, b1, c11);
      x = v128.load32_splat(a2);
      c20 = multiplyAdd(x, b0, c20);
      c21 = multiplyAdd(x, b1, c21);
      x = v128.load32_splat(a3);
      c30 = multiplyAdd(x, b0, c30);
      c31 = multiplyAdd(x, b1, c31);
      a += 4;
      a1 += 4;
      a2 += 4;
      a3 += 4;
      b += bStep;
    }
    for (k &= ~1; k > 0; k -= 2) {
      {
        const b0 = v128.load(b);
        const b1 = v128.load(b, 16);
        let x = v128.load32_splat(a);
        c00 = multiplyAdd(x, b0, c00);
        c01 = multiplyAdd(x, b1, c01);
        x = v128.load32_splat(a1);
        c10 = multiplyAdd(x, b0, c10);
        c11 = multiplyAdd(x, b1, c11);
        x = v128.load32_splat(a2);
        c20 = multiplyAdd(x, b0, c20);
        c21 = multiplyAdd(x, b1, c21);
        x = v128.load32_splat(a3);
        c30 = multiplyAdd(x, b0, c30);
        c31 = multiplyAdd(x, b1, c31);
        a += 4;
        a1 += 4;
        a2 += 4;
        a3 += 4;
        b += bStep;
      }
      {
        const b0 = v128.load(b);
        const b1 = v128.load(b, 16);
        let x = v128.load32_splat(a);
        c00 = multiplyAdd(x, b0, c00);
        c01 = multiplyAdd(x, b1, c01);
        x = v128.load32_splat(a1);
        c10 = multiplyAdd(x, b0, c10);
        c11 = multiplyAdd(x, b1, c11);
        x = v128.load32_splat(a2);
        c20 = multiplyAdd(x, b0, c20);
        c21 = multiplyAdd(x, b1, c21);
        x = v128.load32_splat(a3);
        c30 = multiplyAdd(x, b0, c30);
        c31 = multiplyAdd(x, b1, c31);
        a += 4;
        a1 += 4;
        a2 += 4;
        a3 += 4;
        b += bStep;
      }
    }
  }
  v128.store(c, c00);
  v128.store(c, c01, 16);
  c += cRow;
  v128.store(c, c10);
  v128.store(c, c11, 16);
  c += cRow;
  v128.store(c, c20);
  v128.store(c, c21, 16);
  c += cRow;
  v128.store(c, c30);
  v128.store(c, c31, 16);
}
