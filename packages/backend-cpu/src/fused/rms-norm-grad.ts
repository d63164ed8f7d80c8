import type { FusedOps, Kernel } from "@nn/core";
import { lastDims, normalizeGrad } from "../normalization";

export const rmsNormGrad: Kernel<FusedOps["rmsNormGrad"]> = (inputs, outputs, { dims, eps }) => {
  normalizeGrad(inputs, outputs, eps, false, lastDims(inputs[1], dims));
};
