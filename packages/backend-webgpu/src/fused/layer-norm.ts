import type { FusedOps } from "@nn/core";
import type { For } from "../kernel";
import { trailing } from "../norms/layout";
import { normalize } from "../norms/normalize";

export const layerNorm: For<FusedOps["layerNorm"]> =
  (gpu) =>
  (inputs, outputs, { dims, eps }) =>
    normalize(gpu, inputs, outputs, eps, true, trailing(inputs[0].shape, dims));
