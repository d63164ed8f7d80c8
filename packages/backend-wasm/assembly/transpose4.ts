/** Stores the columns of four rows as rows: at `to`, `step` bytes apart. */
@inline
export function transpose4(r0: v128, r1: v128, r2: v128, r3: v128, to: usize, step: usize): void {
  const a = v128.shuffle<u32>(r0, r1, 0, 4, 1, 5);
  const b = v128.shuffle<u32>(r2, r3, 0, 4, 1, 5);
  const c = v128.shuffle<u32>(r0, r1, 2, 6, 3, 7);
  const d = v128.shuffle<u32>(r2, r3, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<u64>(a, b, 0, 2));
  v128.store(to + step, v128.shuffle<u64>(a, b, 1, 3));
  v128.store(to + 2 * step, v128.shuffle<u64>(c, d, 0, 2));
  v128.store(to + 3 * step, v128.shuffle<u64>(c, d, 1, 3));
}
