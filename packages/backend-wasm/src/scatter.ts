import { ITEM_SIZE, sizeOf, type View } from "@nn/core";
import { collapse, planWithout } from "./collapse";
import { checkIndices, stridesWithout } from "./indices";
import { KINDS } from "./kinds";
import { addressOf, type Machine } from "./machine/machine";
import { copyTo } from "./move";

/** Elements from which on threads share the work. */
const GRAIN = 2 ** 16;

/** Numbers of the module's ways to write, by item size, and the first of its ways to add. */
const PUT: Readonly<Record<number, number>> = { 1: 0, 4: 1, 8: 2 };
const ADD = 3;

/** y = x with `src` written, or added, at `index` along `dim`: to each element of y in the order of the index. */
export function scatterTo(
  machine: Machine,
  op: "scatter" | "scatterAdd",
  [x, index, src]: readonly View[],
  y: View,
  dim: number,
): void {
  checkIndices(machine, op, index, x.shape[dim] ?? 1);
  copyTo(machine, x, addressOf(y));
  const total = sizeOf(index.shape);
  if (total === 0) return;
  const item = ITEM_SIZE[y.dtype];
  const dims = collapse(index.shape, index.strides, stridesWithout(y.strides, dim));
  const { sizes, a, b } = dims;
  const n = sizes.length - 1;
  const columns = sizes[n] ?? 1;
  // Along the outermost dimension all rows meet: one thread. To share columns costs more than it gains.
  const slices = n > 0 && b[0] !== 0 ? sizes[0] : 1;
  machine.parallel(
    "scatter", slices, Math.ceil((GRAIN / total) * slices),
    op === "scatter" ? PUT[item] : ADD + KINDS[y.dtype],
    addressOf(y), (b[n - 1] ?? 0) * item, (b[n] ?? 0) * item, (y.strides[dim] ?? 0) * item,
    addressOf(src), addressOf(index), a[n - 1] ?? 0, sizes[n - 1] ?? 1, columns,
    machine.writePlan(planWithout(dims, n, n - 1, 1, item)), total / columns / slices,
  ); // oxfmt-ignore
}
