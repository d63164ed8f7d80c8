import type { FusedOps, Kernel } from "@nn/core";
import { checkIndex } from "../indexed";
import { logSumExp } from "../lines";
import { elements } from "../strided";

export const crossEntropy: Kernel<FusedOps["crossEntropy"]> = ([logits, target], [y], { ignoreIndex }) => {
  const [rows, classes] = logits.shape;
  const from = elements(logits);
  const targets = elements(target);
  const to = elements(y);
  for (let row = 0, start = 0; row < rows; row++, start += classes) {
    const index = targets[row];
    const isIgnored = index === ignoreIndex;
    if (!isIgnored) checkIndex("crossEntropy", index, row, classes);
    to[row] = isIgnored ? 0 : logSumExp(from, start, classes, 1) - from[start + index];
  }
};
