import { offsetA, offsetB, startWalk, stepWalk } from "../walk";

// Each op is a class without fields: see elementwise/binary.ts.
@unmanaged class Put {
  @inline one<T>(y: usize, value: T): void { store<T>(y, value); }
  @inline four(y: usize, value: v128): void { v128.store(y, value); }
}
@unmanaged class AddF32 {
  @inline one<T>(y: usize, value: T): void { store<T>(y, load<T>(y) + value); }
  @inline four(y: usize, value: v128): void { v128.store(y, f32x4.add(v128.load(y), value)); }
}
@unmanaged class AddI32 {
  @inline one<T>(y: usize, value: T): void { store<T>(y, <T>(load<T>(y) + value)); }
  @inline four(y: usize, value: v128): void { v128.store(y, i32x4.add(v128.load(y), value)); }
}

@inline
function line<Op, T>(y: usize, yn: usize, yd: usize, x: usize, index: usize, n: usize): void {
  const op = changetype<Op>(0);
  if (sizeof<T>() == 4 && yn == 4) {
    // Rows often go to one place as a whole.
    for (; n >= 4; n -= 4, y += 16, x += 16, index += 16) {
      const at = v128.load(index);
      const first = load<u32>(index);
      if (v128.all_true<i32>(i32x4.eq(at, i32x4.splat(first)))) {
        op.four(y + first * yd, v128.load(x));
      } else {
        for (let k: usize = 0; k < 16; k += 4) op.one<T>(y + k + load<u32>(index + k) * yd, load<T>(x + k));
      }
    }
  }
  for (; n; n--, y += yn, x += sizeof<T>(), index += 4) op.one<T>(y + load<u32>(index) * yd, load<T>(x));
}

/**
 * Rows `from` to `to` of blocks of m rows and n columns: x goes to y, its index times `yd` bytes further. The blocks lie
 * at the places of a walk (a: position in x and index, b: y).
 */
@inline
function lines<Op, T>(
  y: usize, ym: usize, yn: usize, yd: usize, x: usize, index: usize, xm: usize, m: usize, n: usize, plan: usize,
  from: usize, to: usize,
): void {
  let row = from % m;
  startWalk(plan, from / m);
  for (; from < to; from++) {
    const at = offsetA + row * xm;
    line<Op, T>(y + offsetB + row * ym, yn, yd, x + at * sizeof<T>(), index + (at << 2), n);
    if (++row == m) {
      row = 0;
      stepWalk(plan);
    }
  }
}

/**
 * Slices `from` to `to` of `rows` rows each. `op` 0, 1, 2 overwrites elements of 1, 4 or 8 bytes, in order; 3 to 6 adds
 * float32, float64, int32 or uint8.
 */
export function scatter(
  op: u32, y: usize, ym: usize, yn: usize, yd: usize, x: usize, index: usize, xm: usize, m: usize, n: usize,
  plan: usize, rows: usize, from: usize, to: usize,
): void {
  from *= rows;
  to *= rows;
  switch (op) {
    case 0: lines<Put, u8>(y, ym, yn, yd, x, index, xm, m, n, plan, from, to); break;
    case 1: lines<Put, u32>(y, ym, yn, yd, x, index, xm, m, n, plan, from, to); break;
    case 2: lines<Put, u64>(y, ym, yn, yd, x, index, xm, m, n, plan, from, to); break;
    case 3: lines<AddF32, f32>(y, ym, yn, yd, x, index, xm, m, n, plan, from, to); break;
    case 4: lines<AddF32, f64>(y, ym, yn, yd, x, index, xm, m, n, plan, from, to); break;
    case 5: lines<AddI32, i32>(y, ym, yn, yd, x, index, xm, m, n, plan, from, to); break;
    default: lines<AddI32, u8>(y, ym, yn, yd, x, index, xm, m, n, plan, from, to);
  }
}
