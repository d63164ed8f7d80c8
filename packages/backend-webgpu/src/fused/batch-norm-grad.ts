import { type FusedOps, sizeOf } from "@nn/core";
import type { For } from "../kernel";
import { channelsOf } from "../norms/layout";
import { normalizeGrad } from "../norms/normalize-grad";

export const batchNormGrad: For<FusedOps["batchNormGrad"]> =
  (gpu) =>
  (inputs, outputs, { eps }) => {
    const [images, channels, ...plane] = outputs[0].shape;
    normalizeGrad(gpu, inputs, outputs, eps, true, channelsOf(images, channels, sizeOf(plane)));
  };
