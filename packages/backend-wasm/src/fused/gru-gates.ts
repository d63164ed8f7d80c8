import type { FusedOps, Kernel } from "@nn/core";
import { addressOf, type Machine } from "../machine/machine";

/** States from which on threads share the work. */
const GRAIN = 2 ** 13;

export const gruGates =
  (machine: Machine): Kernel<FusedOps["gruGates"]> =>
  ([x, h, hidden], [next, activated]) => {
    const [n, size] = hidden.shape;
    machine.parallel(
      "gruGates", n, Math.ceil(GRAIN / size),
      addressOf(next), addressOf(activated), addressOf(x), addressOf(h), addressOf(hidden), size,
    ); // oxfmt-ignore
  };
