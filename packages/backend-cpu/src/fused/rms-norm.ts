import type { FusedOps, Kernel } from "@nn/core";
import { lastDims, normalize } from "../normalization";

export const rmsNorm: Kernel<FusedOps["rmsNorm"]> = (inputs, outputs, { dims, eps }) => {
  normalize(inputs, outputs, eps, false, lastDims(inputs[0], dims));
};
