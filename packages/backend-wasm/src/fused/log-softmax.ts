import type { FusedOps, Kernel } from "@nn/core";
import type { Machine } from "../machine/machine";
import { softmaxLines } from "../softmax-lines";

export const logSoftmax =
  (machine: Machine): Kernel<FusedOps["logSoftmax"]> =>
  ([x], [y], { dim }) =>
    softmaxLines(machine, true, x, y, dim);
