import { scratch } from "./scratch";

/**
 * A walk over the rows of strided tensors of one shape. At `plan`: the count of outer dimensions and then, from the
 * innermost outwards, the size of each and the bytes between neighbours of operands a, b and c (16 bytes each).
 */
let left: usize = 0;
export let offsetA: usize = 0;
export let offsetB: usize = 0;
export let offsetC: usize = 0;

/** Goes to row `row` of the walk at `plan`. */
export function startWalk(plan: usize, row: u32): void {
  const dims = load<u32>(plan);
  offsetA = offsetB = offsetC = 0;
  for (let d: u32 = 0; d < dims; d++) {
    const at = plan + 4 + (d << 4);
    const size = load<u32>(at);
    const i = row % size;
    row /= size;
    store<u32>(scratch + (d << 2), i);
    offsetA += i * load<u32>(at, 4);
    offsetB += i * load<u32>(at, 8);
    offsetC += i * load<u32>(at, 12);
  }
  left = dims;
}

/** Goes to the next row. */
export function stepWalk(plan: usize): void {
  for (let d: usize = 0; d < left; d++) {
    const at = plan + 4 + (d << 4);
    const i = load<u32>(scratch + (d << 2)) + 1;
    const size = load<u32>(at);
    offsetA += load<u32>(at, 4);
    offsetB += load<u32>(at, 8);
    offsetC += load<u32>(at, 12);
    if (i < size) {
      store<u32>(scratch + (d << 2), i);
      return;
    }
    store<u32>(scratch + (d << 2), 0);
    offsetA -= size * load<u32>(at, 4);
    offsetB -= size * load<u32>(at, 8);
    offsetC -= size * load<u32>(at, 12);
  }
}
