import { type FusedOps, type Kernel, sizeOf } from "@nn/core";
import { checkIndices } from "../indices";
import { addressOf, type Machine } from "../machine/machine";

/** Bytes of zeros, and elements of g, from which on threads share the work. */
const GRAIN_CLEAR = 2 ** 22;
const GRAIN_ADD = 2 ** 18;

/** Columns that make a unit, a cache line, and units that make a part: to read short pieces of rows costs more than it gains. */
const UNIT = 16;
const UNITS = 16;

/** Every thread adds all rows, of some columns each, so that the order of sums is that of the index. */
export const embeddingGrad =
  (machine: Machine): Kernel<FusedOps["embeddingGrad"]> =>
  ([g, index], [y], { rows, paddingIndex }) => {
    const columns = y.shape[1];
    const count = sizeOf(index.shape);
    checkIndices(machine, "embeddingGrad", index, rows);
    machine.parallel("clear", rows * columns * 4, GRAIN_CLEAR, addressOf(y));
    const units = Math.ceil(columns / UNIT);
    const grain = Math.max(UNITS, Math.ceil(units / machine.threads), Math.ceil(GRAIN_ADD / UNIT / Math.max(1, count)));
    machine.parallel(
      "addRowsF32", units, grain,
      addressOf(y), addressOf(g), addressOf(index), count, columns, paddingIndex,
    ); // oxfmt-ignore
  };
