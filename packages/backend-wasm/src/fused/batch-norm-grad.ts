import type { FusedOps, Kernel } from "@nn/core";
import type { Machine } from "../machine/machine";
import { channelsOf, normalizeGrad } from "../normalization";

export const batchNormGrad =
  (machine: Machine): Kernel<FusedOps["batchNormGrad"]> =>
  (inputs, outputs, { eps }) =>
    normalizeGrad(machine, inputs, outputs, eps, true, channelsOf(inputs[1]));
