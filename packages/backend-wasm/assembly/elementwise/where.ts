import { splat32, splat8 } from "../splat";
import { storeLanes } from "../lanes";
import { offsetA, offsetB, offsetC, startWalk, stepWalk } from "../walk";

/** Four elements of 4 bytes, from element `i` on. */
@inline
function select4(condition: usize, maskC: usize, a: usize, maskA: usize, b: usize, maskB: usize, i: usize): v128 {
  const j = i << 2;
  const bytes = v128.load32_zero(condition + (i & maskC));
  const words = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(bytes));
  // Zero words take b.
  const zero = i32x4.eq(words, i32x4.splat(0));
  return v128.bitselect(v128.load(b + (j & maskB)), v128.load(a + (j & maskA)), zero);
}

@inline
function selectEach<T>(
  y: usize, condition: usize, maskC: usize, a: usize, maskA: usize, b: usize, maskB: usize, from: usize, to: usize,
): void {
  for (let i = from; i < to; i++) {
    const j = i * sizeof<T>();
    const source = load<u8>(condition + (i & maskC)) ? a + (j & maskA) : b + (j & maskB);
    store<T>(y + j, load<T>(source));
  }
}

/** Elements `from` to `to`, of `size` bytes, of y = condition ? a : b. Masks as in `binary`. */
export function where(
  size: u32, y: usize, condition: usize, maskC: usize, a: usize, maskA: usize, b: usize, maskB: usize,
  from: usize, to: usize,
): void {
  if (size == 8) {
    selectEach<u64>(y, condition, maskC, a, maskA, b, maskB, from, to);
    return;
  }
  if (size == 1) {
    selectEach<u8>(y, condition, maskC, a, maskA, b, maskB, from, to);
    return;
  }
  if (!maskC) condition = splat8(condition, 0);
  if (!maskA) a = splat32(a, 1);
  if (!maskB) b = splat32(b, 2);
  const rest = (to - from) & 3;
  let i = from;
  for (const whole = to - rest; i < whole; i += 4) {
    v128.store(y + (i << 2), select4(condition, maskC, a, maskA, b, maskB, i));
  }
  if (rest) storeLanes(y + (i << 2), select4(condition, maskC, a, maskA, b, maskB, i), rest << 2);
}

/** The same over rows `from` to `to`, of `length` elements each, of a walk. */
export function whereRows(
  size: u32, y: usize, condition: usize, maskC: usize, a: usize, maskA: usize, b: usize, maskB: usize,
  length: usize, plan: usize, from: usize, to: usize,
): void {
  startWalk(plan, <u32>from);
  for (let row = from; row < to; row++, stepWalk(plan)) {
    const to = y + row * length * size;
    where(size, to, condition + offsetA, maskC, a + offsetB, maskA, b + offsetC, maskB, 0, length);
  }
}
