import type { FusedOps, Kernel } from "@nn/core";
import type { Machine } from "../machine/machine";
import { lastDims, normalizeGrad } from "../normalization";

export const layerNormGrad =
  (machine: Machine): Kernel<FusedOps["layerNormGrad"]> =>
  (inputs, outputs, { dims, eps }) =>
    normalizeGrad(machine, inputs, outputs, eps, true, lastDims(inputs[1], dims));
