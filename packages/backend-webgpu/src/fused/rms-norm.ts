import type { FusedOps } from "@nn/core";
import type { For } from "../kernel";
import { trailing } from "../norms/layout";
import { normalize } from "../norms/normalize";

export const rmsNorm: For<FusedOps["rmsNorm"]> =
  (gpu) =>
  (inputs, outputs, { dims, eps }) =>
    normalize(gpu, inputs, outputs, eps, false, trailing(inputs[0].shape, dims));
