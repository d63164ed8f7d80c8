import type { FusedOps, Kernel } from "@nn/core";
import type { Machine } from "../machine/machine";
import { lastDims, normalize } from "../normalization";

export const rmsNorm =
  (machine: Machine): Kernel<FusedOps["rmsNorm"]> =>
  (inputs, outputs, { dims, eps }) =>
    normalize(machine, inputs, outputs, eps, false, lastDims(inputs[0], dims));
