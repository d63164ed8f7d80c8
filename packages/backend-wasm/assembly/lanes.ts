/** Stores the first `bytes` (a multiple of 4, below 16) of `v`. */
@inline
export function storeLanes(address: usize, v: v128, bytes: usize): void {
  if (bytes & 8) {
    v128.store64_lane(address, v, 0);
    if (bytes & 4) v128.store32_lane(address, v, 2, 8);
  } else {
    v128.store32_lane(address, v, 0);
  }
}

/** Stores `v`, or its first `bytes` (a multiple of 4) when those are fewer. */
@inline
export function storeUpTo(address: usize, v: v128, bytes: usize): void {
  if (bytes >= 16) v128.store(address, v);
  else storeLanes(address, v, bytes);
}
