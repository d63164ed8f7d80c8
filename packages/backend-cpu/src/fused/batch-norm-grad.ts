import type { FusedOps, Kernel } from "@nn/core";
import { normalizeGrad } from "../normalization";
import { channelsOf } from "./batch-norm";

export const batchNormGrad: Kernel<FusedOps["batchNormGrad"]> = (inputs, outputs, { eps }) => {
  normalizeGrad(inputs, outputs, eps, true, channelsOf(inputs[1]));
};
