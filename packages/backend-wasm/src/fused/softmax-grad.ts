import type { FusedOps, Kernel } from "@nn/core";
import type { Machine } from "../machine/machine";
import { softmaxGradLines } from "../softmax-lines";

export const softmaxGrad =
  (machine: Machine): Kernel<FusedOps["softmaxGrad"]> =>
  (inputs, [grad], { dim }) =>
    softmaxGradLines(machine, false, inputs, grad, dim);
