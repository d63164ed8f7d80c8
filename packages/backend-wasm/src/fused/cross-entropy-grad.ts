import type { FusedOps, Kernel } from "@nn/core";
import { checkTargets } from "../check-targets";
import { addressOf, type Machine } from "../machine/machine";

/** Elements of a part that threads share. */
const GRAIN = 2 ** 15;

export const crossEntropyGrad =
  (machine: Machine): Kernel<FusedOps["crossEntropyGrad"]> =>
  ([g, logits, target], [grad], { ignoreIndex }) => {
    const [rows, classes] = logits.shape;
    checkTargets("crossEntropyGrad", machine, target, classes, ignoreIndex);
    machine.parallel(
      "crossEntropyGrad", rows, Math.ceil(GRAIN / classes),
      addressOf(grad), addressOf(g), addressOf(logits), addressOf(target), classes, ignoreIndex,
    ); // oxfmt-ignore
  };
