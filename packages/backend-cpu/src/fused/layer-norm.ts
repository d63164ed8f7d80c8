import type { FusedOps, Kernel } from "@nn/core";
import { lastDims, normalize } from "../normalization";

export const layerNorm: Kernel<FusedOps["layerNorm"]> = (inputs, outputs, { dims, eps }) => {
  normalize(inputs, outputs, eps, true, lastDims(inputs[0], dims));
};
