import type { FusedOps, Kernel } from "@nn/core";
import type { Machine } from "../machine/machine";
import { lastDims, normalize } from "../normalization";

export const layerNorm =
  (machine: Machine): Kernel<FusedOps["layerNorm"]> =>
  (inputs, outputs, { dims, eps }) =>
    normalize(machine, inputs, outputs, eps, true, lastDims(inputs[0], dims));
