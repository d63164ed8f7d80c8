import { ITEM_SIZE, type Kernel, type Primitives, sizeOf } from "@nn/core";
import { DTYPE } from "../dtype";
import { flatStep } from "../elementwise";
import { addressOf, type Machine } from "../machine/machine";
import { copyTo } from "../move";

/** Elements in 50 µs or more. */
const GRAIN = 2 ** 16;

export const cast =
  (machine: Machine): Kernel<Primitives["cast"]> =>
  ([x], [y]) => {
    const { dtype, shape } = x;
    const size = sizeOf(shape);
    const run = (address: number): void =>
      machine.parallel("cast", size, GRAIN, DTYPE[dtype], DTYPE[y.dtype], addressOf(y), address);
    if (size === 1 || flatStep(x) === 1) {
      run(addressOf(x));
      return;
    }
    machine.borrow(size * ITEM_SIZE[dtype], (address) => {
      copyTo(machine, x, address);
      run(address);
    });
  };
