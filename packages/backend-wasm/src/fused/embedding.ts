import { type FusedOps, type Kernel, sizeOf } from "@nn/core";
import { checkIndices } from "../indices";
import { addressOf, type Machine } from "../machine/machine";

/** Elements from which on threads share the work. */
const GRAIN = 2 ** 18;

/** A walk without outer dimensions. */
const ONE_BLOCK = [0];

export const embedding =
  (machine: Machine): Kernel<FusedOps["embedding"]> =>
  ([weight, index], [y]) => {
    const [rows, columns] = weight.shape;
    checkIndices(machine, "embedding", index, rows);
    const count = sizeOf(index.shape);
    machine.parallel(
      "gather", sizeOf(y.shape), GRAIN,
      4, addressOf(y), addressOf(weight), 0, 4, columns * 4, addressOf(index), 4, 0, count, columns,
      machine.writePlan(ONE_BLOCK),
    ); // oxfmt-ignore
  };
