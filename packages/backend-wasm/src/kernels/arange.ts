import type { Kernel, Primitives } from "@nn/core";
import { DTYPE } from "../dtype";
import { addressOf, type Machine } from "../machine/machine";

/** Elements in 50 µs or more. */
const GRAIN = 2 ** 16;

export const arange =
  (machine: Machine): Kernel<Primitives["arange"]> =>
  (_, [y], { length, start, step }) =>
    machine.parallel("arange", length, GRAIN, DTYPE[y.dtype], addressOf(y), start, step);
