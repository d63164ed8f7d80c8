import type { FusedOps, Kernel } from "@nn/core";
import type { Machine } from "../machine/machine";
import { lastDims, normalizeGrad } from "../normalization";

export const rmsNormGrad =
  (machine: Machine): Kernel<FusedOps["rmsNormGrad"]> =>
  (inputs, outputs, { dims, eps }) =>
    normalizeGrad(machine, inputs, outputs, eps, false, lastDims(inputs[1], dims));
