import { type FusedOps, type Kernel, sizeOf, type View } from "@nn/core";
import { addressOf, type Machine } from "../machine/machine";

/** Elements in 50 µs or more. */
const GRAIN = 2 ** 16;

export const adamStep =
  (machine: Machine): Kernel<FusedOps["adamStep"]> =>
  (inputs, outputs, { lr, beta1, beta2, eps, weightDecay, decoupled, maximize, step }) => {
    const at = (views: readonly View[], i: number): number => (i < views.length ? addressOf(views[i]) : 0);
    machine.parallel(
      "adamStep", sizeOf(inputs[0].shape), GRAIN,
      at(outputs, 0), at(outputs, 1), at(outputs, 2), at(outputs, 3),
      at(inputs, 0), at(inputs, 1), at(inputs, 2), at(inputs, 3), at(inputs, 4),
      beta1, 1 - beta1, beta2, 1 - beta2, lr / (1 - beta1 ** step), 1 / Math.sqrt(1 - beta2 ** step), eps,
      decoupled ? 1 - lr * weightDecay : 1, decoupled ? 0 : weightDecay, maximize ? -1 : 1,
    ); // oxfmt-ignore
  };
