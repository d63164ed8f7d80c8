import { type FusedOps, type Kernel, sizeOf, type View } from "@nn/core";
import { normalize, type NormLayout } from "../normalization";

export const batchNorm: Kernel<FusedOps["batchNorm"]> = (inputs, outputs, { eps }) => {
  normalize(inputs, outputs, eps, true, channelsOf(inputs[0]));
};

/** Statistics over each channel of all images. */
export function channelsOf({ shape }: View): NormLayout {
  const [images, channels, ...plane] = shape;
  const length = sizeOf(plane);
  return {
    count: channels,
    step: length,
    pieces: images,
    length,
    stride: channels * length,
    parameter: (channel) => channel,
    next: 0,
  };
}
