import { type FusedOps, type Kernel, sizeOf } from "@nn/core";
import { normalize } from "../normalization";

export const groupNorm: Kernel<FusedOps["groupNorm"]> = (inputs, outputs, { groups, eps }) => {
  const [images, channels, ...plane] = inputs[0].shape;
  const length = sizeOf(plane);
  const pieces = channels / groups;
  normalize(inputs, outputs, eps, true, {
    count: images * groups,
    step: pieces * length,
    pieces,
    length,
    stride: length,
    parameter: (group, piece) => (group % groups) * pieces + piece,
    next: 0,
  });
};
