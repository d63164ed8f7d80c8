import { ITEM_SIZE, rowMajorStrides, sizeOf, type View } from "@nn/core";
import { collapse, planWithout } from "./collapse";
import { flatStep } from "./elementwise";
import { addressOf, type Machine } from "./machine/machine";

/** Bytes from which on threads share the work: an even line takes less time than as much in short rows. */
const GRAIN_LINE = 2 ** 21;
const GRAIN_ROWS = 2 ** 19;

/** Writes the elements of `x` in row-major order from `address` on. The plan of a walk written before is lost. */
export function copyTo(machine: Machine, x: View, address: number): void {
  const step = flatStep(x);
  const item = ITEM_SIZE[x.dtype];
  if (Number.isNaN(step)) move(machine, item, x.shape, addressOf(x), x.strides, address, rowMajorStrides(x.shape));
  else moveLine(machine, item, sizeOf(x.shape), addressOf(x), step, address, 1);
}

/** Copies elements of `item` bytes from strided places to strided places. Strides count elements. */
export function move(
  machine: Machine,
  item: number,
  shape: readonly number[],
  from: number,
  fromStrides: readonly number[],
  to: number,
  toStrides: readonly number[],
): void {
  const units = sizeOf(shape);
  if (units === 0) return;
  const dims = collapse(shape, fromStrides, toStrides);
  const { sizes, a, b } = dims;
  const n = sizes.length - 1;
  if (n < 1) {
    moveLine(machine, item, units, from, a[0] ?? 1, to, b[0] ?? 1);
    return;
  }
  const m = rowsOf(a);
  const columns = sizes[n];
  machine.parallel(
    "copyBlocks", units / columns, Math.ceil(GRAIN_ROWS / item / columns),
    item, to, from, sizes[m], columns, b[m] * item, b[n] * item, a[m] * item, a[n] * item,
    machine.writePlan(planWithout(dims, m, n, item, item)),
  ); // oxfmt-ignore
}

function moveLine(
  machine: Machine,
  item: number,
  length: number,
  x: number,
  step: number,
  y: number,
  yStep: number,
): void {
  machine.parallel("copyLine", length, GRAIN_LINE / item, item, y, x, yStep * item, step * item);
}

/** The dimension that makes a block with the last one: where that jumps in memory, the one with the shortest steps. */
function rowsOf(strides: readonly number[]): number {
  const n = strides.length - 1;
  let best = n - 1;
  if (strides[n] === 0 || strides[n] === 1) return best;
  let shortest = Math.abs(strides[n]);
  for (let d = 0; d < n; d++) {
    const step = Math.abs(strides[d]);
    if (step === 0 || step >= shortest) continue;
    best = d;
    shortest = step;
  }
  return best;
}
