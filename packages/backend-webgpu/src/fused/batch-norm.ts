import { type FusedOps, sizeOf } from "@nn/core";
import type { For } from "../kernel";
import { channelsOf } from "../norms/layout";
import { normalize } from "../norms/normalize";

export const batchNorm: For<FusedOps["batchNorm"]> =
  (gpu) =>
  (inputs, outputs, { eps }) => {
    const { shape } = inputs[0];
    normalize(gpu, inputs, outputs, eps, true, channelsOf(shape[0], shape[1], sizeOf(shape.slice(2))));
  };
