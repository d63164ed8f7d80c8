import type { FusedOps, Kernel } from "@nn/core";
import { addressOf, type Machine } from "../machine/machine";

/** States from which on threads share the work. */
const GRAIN = 2 ** 14;

export const lstmGatesGrad =
  (machine: Machine): Kernel<FusedOps["lstmGatesGrad"]> =>
  ([ofHidden, ofCell, activated, c, nextCell], [toGates, toCell]) => {
    const [n, size] = c.shape;
    machine.parallel(
      "lstmGatesGrad", n, Math.ceil(GRAIN / size),
      addressOf(toGates), addressOf(toCell),
      addressOf(ofHidden), addressOf(ofCell), addressOf(activated), addressOf(c), addressOf(nextCell), size,
    ); // oxfmt-ignore
  };
