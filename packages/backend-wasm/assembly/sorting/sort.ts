import { scratch } from "../scratch";
import { SORT_BUFFERS, sortRecords } from "./radix";

/** Unsigned integers in the order of the values: zeros of both signs are equal, and all NaN are the largest. */
@inline
function keyOf<T>(x: usize): u64 {
  if (sizeof<T>() == 8) {
    const value = load<f64>(x);
    const bits = reinterpret<i64>(value + 0);
    return value != value ? u64.MAX_VALUE : bits ^ ((bits >> 63) | i64.MIN_VALUE);
  }
  if (isFloat<T>()) {
    const value = load<f32>(x);
    const bits = reinterpret<i32>(value + 0);
    return value != value ? u32.MAX_VALUE : <u32>(bits ^ ((bits >> 31) | i32.MIN_VALUE));
  }
  return sizeof<T>() == 4 ? <u32>(load<i32>(x) ^ i32.MIN_VALUE) : load<u8>(x);
}

/**
 * One line of n elements, `step` elements apart. A record is a key of 32 bits above the index, or a key of 64 bits and
 * behind it the index.
 */
@inline
function sortLine<T>(values: usize, indices: usize, x: usize, n: usize, step: usize, flip: u64, records: usize): void {
  const size: usize = sizeof<T>() == 8 ? 16 : 8;
  let p = records;
  for (let i: usize = 0, from = x; i < n; i++, p += size, from += step * sizeof<T>()) {
    const key = keyOf<T>(from) ^ flip;
    if (sizeof<T>() == 8) {
      store<u64>(p, key);
      store<u32>(p, <u32>i, 8);
    } else {
      store<u64>(p, (key << 32) | i);
    }
  }
  p = sizeof<T>() == 8 ? sortRecords<v128>(records, p, n, 0, 8) : sortRecords<u64>(records, p, n, 4, 4);
  if (sizeof<T>() == 8) p += 8;
  for (let i = n; i; i--, p += size, values += step * sizeof<T>(), indices += step << 2) {
    const index = load<u32>(p);
    store<u32>(indices, index);
    store<T>(values, load<T>(x + index * step * sizeof<T>()));
  }
}

/**
 * Lines `from` to `to` along a dimension of n elements that are `step` elements apart. `kind`: 0 float32, 1 float64,
 * 2 int32, 3 uint8. `records` has room for 2 · n records of 8 (float64: 16) bytes; where it is 0 the scratch has.
 */
export function sort(
  kind: u32, values: usize, indices: usize, x: usize, n: usize, step: usize, descending: u32, records: usize,
  from: usize, to: usize,
): void {
  if (!records) records = scratch + SORT_BUFFERS;
  const flip: u64 = descending ? u64.MAX_VALUE : 0;
  for (; from < to; from++) {
    const at = (from / step) * n * step + (from % step);
    const places = indices + (at << 2);
    switch (kind) {
      case 0: sortLine<f32>(values + (at << 2), places, x + (at << 2), n, step, flip, records); break;
      case 1: sortLine<f64>(values + (at << 3), places, x + (at << 3), n, step, flip, records); break;
      case 2: sortLine<i32>(values + (at << 2), places, x + (at << 2), n, step, flip, records); break;
      default: sortLine<u8>(values + at, places, x + at, n, step, flip, records);
    }
  }
}
