import { type FusedOps, type Kernel, sizeOf, type View } from "@nn/core";
import { normalize, type NormLayout } from "../normalization";

export const groupNorm: Kernel<FusedOps["groupNorm"]> = (inputs, outputs, { groups, eps }) => {
  normalize(inputs, outputs, eps, true, groupsOf(inputs[0], groups));
};

/** Statistics over the channels of each group and their planes. */
export function groupsOf({ shape }: View, groups: number): NormLayout {
  const [images, channels, ...plane] = shape;
  const length = sizeOf(plane);
  const pieces = channels / groups;
  return {
    count: images * groups,
    step: pieces * length,
    pieces,
    length,
    stride: length,
    parameter: (group, piece) => (group % groups) * pieces + piece,
    next: 0,
  };
}
