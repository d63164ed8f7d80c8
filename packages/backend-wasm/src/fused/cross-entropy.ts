import type { FusedOps, Kernel } from "@nn/core";
import { checkTargets } from "../check-targets";
import { addressOf, type Machine } from "../machine/machine";

/** Elements of a part that threads share. */
const GRAIN = 2 ** 15;

export const crossEntropy =
  (machine: Machine): Kernel<FusedOps["crossEntropy"]> =>
  ([logits, target], [y], { ignoreIndex }) => {
    const [rows, classes] = logits.shape;
    checkTargets("crossEntropy", machine, target, classes, ignoreIndex);
    machine.parallel(
      "crossEntropy", rows, Math.ceil(GRAIN / (classes + 1)),
      addressOf(y), addressOf(logits), addressOf(target), classes, ignoreIndex,
    ); // oxfmt-ignore
  };
