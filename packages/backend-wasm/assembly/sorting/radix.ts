import { scratch } from "../scratch";

/** Up to this many records insertion is faster. */
const FEW: usize = 48;

/** Where the counts of digits are in the scratch, behind what walks use. */
const COUNTS: usize = 1024;

/** The first byte of the scratch that sorting does not use for counts. */
export const SORT_BUFFERS: usize = COUNTS + 8 * 1024;

/**
 * Sorts n records `R` at `a` by the `bytes` bytes from `key` on, the lowest first, and keeps the order of equals; `b`
 * is as long. Gives the one of the two where the result is. The first 64 bits of records must have the same order.
 */
export function sortRecords<R>(a: usize, b: usize, n: usize, key: usize, bytes: usize): usize {
  if (n <= FEW) {
    insertionSort<R>(a, n);
    return a;
  }
  const counts = scratch + COUNTS;
  const end = a + n * sizeof<R>();
  memory.fill(counts, 0, bytes << 10);
  for (let p = a; p < end; p += sizeof<R>()) {
    for (let d: usize = 0; d < bytes; d++) {
      const count = counts + (d << 10) + ((<usize>load<u8>(p + key + d)) << 2);
      store<u32>(count, load<u32>(count) + 1);
    }
  }
  for (let d: usize = 0; d < bytes; d++) {
    const digits = counts + (d << 10);
    // All have this digit in common.
    if (load<u32>(digits + ((<usize>load<u8>(a + key + d)) << 2)) == n) continue;
    let place = b;
    for (let count = digits; count < digits + 1024; count += 4) {
      const next = place + load<u32>(count) * sizeof<R>();
      store<u32>(count, place);
      place = next;
    }
    const stop = a + n * sizeof<R>();
    for (let p = a; p < stop; p += sizeof<R>()) {
      const count = digits + ((<usize>load<u8>(p + key + d)) << 2);
      const to = load<u32>(count);
      store<R>(to, load<R>(p));
      store<u32>(count, to + sizeof<R>());
    }
    const t = a;
    a = b;
    b = t;
  }
  return a;
}

@inline
function insertionSort<R>(a: usize, n: usize): void {
  const end = a + n * sizeof<R>();
  for (let p = a + sizeof<R>(); p < end; p += sizeof<R>()) {
    const record = load<R>(p);
    const value = load<u64>(p);
    let q = p;
    for (; q > a && load<u64>(q - sizeof<R>()) > value; q -= sizeof<R>()) store<R>(q, load<R>(q - sizeof<R>()));
    store<R>(q, record);
  }
}
