/** From here on the engine's own copy is faster than a loop. */
const LONG: usize = 512;

/** Copies `bytes` bytes; the places do not overlap. */
@inline
export function copyRow(y: usize, x: usize, bytes: usize): void {
  if (bytes >= LONG) {
    memory.copy(y, x, bytes);
  } else if (bytes >= 16) {
    // The last vector overlaps the one before.
    const last = bytes - 16;
    for (let i: usize = 0; i < last; i += 16) v128.store(y + i, v128.load(x + i));
    v128.store(y + last, v128.load(x + last));
  } else if (bytes >= 8) {
    const last = bytes - 8;
    const end = load<u64>(x + last);
    store<u64>(y, load<u64>(x));
    store<u64>(y + last, end);
  } else if (bytes >= 4) {
    const last = bytes - 4;
    const end = load<u32>(x + last);
    store<u32>(y, load<u32>(x));
    store<u32>(y + last, end);
  } else {
    for (let i: usize = 0; i < bytes; i++) store<u8>(y + i, load<u8>(x + i));
  }
}

/** Repeats the element of `item` bytes at `x` over `bytes` bytes, 16 or more. */
@inline
export function fillRow(item: usize, y: usize, x: usize, bytes: usize): void {
  const value =
    item == 4 ? v128.load32_splat(x) :
    item == 8 ? v128.load64_splat(x) :
    v128.load8_splat(x);
  const last = bytes - 16;
  for (let i: usize = 0; i < last; i += 16) v128.store(y + i, value);
  v128.store(y + last, value);
}
