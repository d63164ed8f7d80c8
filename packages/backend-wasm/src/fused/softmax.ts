import type { FusedOps, Kernel } from "@nn/core";
import type { Machine } from "../machine/machine";
import { softmaxLines } from "../softmax-lines";

export const softmax =
  (machine: Machine): Kernel<FusedOps["softmax"]> =>
  ([x], [y], { dim }) =>
    softmaxLines(machine, false, x, y, dim);
