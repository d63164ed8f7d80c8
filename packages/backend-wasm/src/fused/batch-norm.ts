import type { FusedOps, Kernel } from "@nn/core";
import type { Machine } from "../machine/machine";
import { channelsOf, normalize } from "../normalization";

export const batchNorm =
  (machine: Machine): Kernel<FusedOps["batchNorm"]> =>
  (inputs, outputs, { eps }) =>
    normalize(machine, inputs, outputs, eps, true, channelsOf(inputs[0]));
