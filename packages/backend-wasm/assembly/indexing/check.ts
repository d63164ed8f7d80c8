import { offsetA, startWalk, stepWalk } from "../walk";

/** The first of n indices, `step` bytes apart, that is not below `size`; n when all are. */
@inline
function firstBad(index: usize, step: usize, size: u32, n: u32): u32 {
  if (step == 0) return load<u32>(index) < size ? n : 0;
  let i: u32 = 0;
  if (step == 4) {
    const bound = i32x4.splat(size);
    for (const whole = n & ~3; i < whole; i += 4) {
      if (v128.any_true(i32x4.ge_u(v128.load(index + (i << 2)), bound))) break;
    }
  }
  while (i < n && load<u32>(index + i * step) < size) i++;
  return i;
}

/** The row-major position of the first index outside 0 to `size`, or −1, over `rows` rows of n from a walk. */
export function firstBadIndex(index: usize, step: usize, size: u32, n: u32, plan: usize, rows: u32): i32 {
  startWalk(plan, 0);
  for (let row: u32 = 0; row < rows; row++, stepWalk(plan)) {
    const i = firstBad(index + offsetA, step, size, n);
    if (i < n) return row * n + i;
  }
  return -1;
}
