import { type FusedOps, type Kernel, sizeOf, type View } from "@nn/core";
import { addressOf, type Machine } from "../machine/machine";

/** Elements in 50 µs or more. */
const GRAIN = 2 ** 17;

export const sgdStep =
  (machine: Machine): Kernel<FusedOps["sgdStep"]> =>
  (inputs, outputs, { lr, momentum, dampening, nesterov, weightDecay, maximize, first }) => {
    const at = (views: readonly View[], i: number): number => (i < views.length ? addressOf(views[i]) : 0);
    machine.parallel(
      "sgdStep", sizeOf(inputs[0].shape), GRAIN,
      at(outputs, 0), at(outputs, 1), at(inputs, 0), at(inputs, 1), at(inputs, 2),
      lr, momentum, first ? 1 : 1 - dampening, weightDecay, maximize ? -1 : 1, +nesterov, +first,
    ); // oxfmt-ignore
  };
