import type { FusedOps, Kernel } from "@nn/core";
import type { Machine } from "../machine/machine";
import { softmaxGradLines } from "../softmax-lines";

export const logSoftmaxGrad =
  (machine: Machine): Kernel<FusedOps["logSoftmaxGrad"]> =>
  (inputs, [grad], { dim }) =>
    softmaxGradLines(machine, true, inputs, grad, dim);
