import type { FusedOps, Kernel } from "@nn/core";
import { normalizeGrad } from "../normalization";
import { groupsOf } from "./group-norm";

export const groupNormGrad: Kernel<FusedOps["groupNormGrad"]> = (inputs, outputs, { groups, eps }) => {
  normalizeGrad(inputs, outputs, eps, true, groupsOf(inputs[1], groups));
};
