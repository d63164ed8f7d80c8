// Loops over rows of any width: 16 bytes a step, where the last step begins early to end with the row. Its results are
// written twice, which is harmless as no output is an input. Rows below 16 bytes go 4 bytes a step.

/** Bytes of a step through a row of `bytes`. */
@inline
export function stepOf(bytes: usize): usize {
  return bytes < 16 ? 4 : 16;
}

/** Stores what a step of `step` bytes has in `v`. */
@inline
export function storeStep(address: usize, v: v128, step: usize): void {
  if (step == 16) v128.store(address, v);
  else v128.store32_lane(address, v, 0);
}
