import type { FusedOps, Kernel } from "@nn/core";
import type { Machine } from "../machine/machine";
import { groupsOf, normalizeGrad } from "../normalization";

export const groupNormGrad =
  (machine: Machine): Kernel<FusedOps["groupNormGrad"]> =>
  (inputs, outputs, { groups, eps }) =>
    normalizeGrad(machine, inputs, outputs, eps, true, groupsOf(inputs[1], groups));
