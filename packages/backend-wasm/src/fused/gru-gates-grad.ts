import type { FusedOps, Kernel } from "@nn/core";
import { addressOf, type Machine } from "../machine/machine";

/** States from which on threads share the work. */
const GRAIN = 2 ** 14;

export const gruGatesGrad =
  (machine: Machine): Kernel<FusedOps["gruGatesGrad"]> =>
  ([g, activated, hidden], [toX, toH, toHidden]) => {
    const [n, size] = hidden.shape;
    machine.parallel(
      "gruGatesGrad", n, Math.ceil(GRAIN / size),
      addressOf(toX), addressOf(toH), addressOf(toHidden), addressOf(g), addressOf(activated), addressOf(hidden), size,
    ); // oxfmt-ignore
  };
