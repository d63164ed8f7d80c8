import type { FusedOps, Kernel } from "@nn/core";
import { lastDims, normalizeGrad } from "../normalization";

export const layerNormGrad: Kernel<FusedOps["layerNormGrad"]> = (inputs, outputs, { dims, eps }) => {
  normalizeGrad(inputs, outputs, eps, true, lastDims(inputs[1], dims));
};
