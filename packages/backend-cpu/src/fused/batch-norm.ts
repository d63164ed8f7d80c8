import { type FusedOps, type Kernel, sizeOf } from "@nn/core";
import { normalize } from "../normalization";

export const batchNorm: Kernel<FusedOps["batchNorm"]> = (inputs, outputs, { eps }) => {
  const [images, channels, ...plane] = inputs[0].shape;
  const length = sizeOf(plane);
  normalize(inputs, outputs, eps, true, {
    count: channels,
    step: length,
    pieces: images,
    length,
    stride: channels * length,
    parameter: (channel) => channel,
    next: 0,
  });
};
