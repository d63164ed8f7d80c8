import { type Kernel, type Primitives, sizeOf } from "@nn/core";
import { DTYPE } from "../dtype";
import { addressOf, type Machine } from "../machine/machine";

/** Elements in 50 µs or more. */
const GRAIN = 2 ** 19;

export const full =
  (machine: Machine): Kernel<Primitives["full"]> =>
  (_, [y], { value }) =>
    machine.parallel("full", sizeOf(y.shape), GRAIN, DTYPE[y.dtype], addressOf(y), value);
