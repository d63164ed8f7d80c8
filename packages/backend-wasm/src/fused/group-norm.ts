import type { FusedOps, Kernel } from "@nn/core";
import type { Machine } from "../machine/machine";
import { groupsOf, normalize } from "../normalization";

export const groupNorm =
  (machine: Machine): Kernel<FusedOps["groupNorm"]> =>
  (inputs, outputs, { groups, eps }) =>
    normalize(machine, inputs, outputs, eps, true, groupsOf(inputs[0], groups));
