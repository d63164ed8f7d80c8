import { scratch } from "./scratch";

/** Places of 16 bytes in the scratch, behind the counters of walks. */
@inline
export function place(slot: usize): usize {
  return scratch + 256 + (slot << 4);
}

/** Repeats the byte at `address` in place `slot` of the scratch, and gives its address. */
@inline
export function splat8(address: usize, slot: usize): usize {
  v128.store(place(slot), v128.load8_splat(address));
  return place(slot);
}

/** The same for 4 bytes. */
@inline
export function splat32(address: usize, slot: usize): usize {
  v128.store(place(slot), v128.load32_splat(address));
  return place(slot);
}
