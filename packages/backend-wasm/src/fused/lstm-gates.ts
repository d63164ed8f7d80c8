import type { FusedOps, Kernel } from "@nn/core";
import { addressOf, type Machine } from "../machine/machine";

/** States from which on threads share the work. */
const GRAIN = 2 ** 13;

export const lstmGates =
  (machine: Machine): Kernel<FusedOps["lstmGates"]> =>
  ([x, h, c], [nextHidden, nextCell, activated]) => {
    const [n, size] = c.shape;
    machine.parallel(
      "lstmGates", n, Math.ceil(GRAIN / size),
      addressOf(nextHidden), addressOf(nextCell), addressOf(activated), addressOf(x), addressOf(h), addressOf(c), size,
    ); // oxfmt-ignore
  };
