import { addressOf } from "../machine/machine";
import type { ConvAttrs, View } from "@nn/core";
import type { Planes } from "./frame";
import type { Target } from "./plan";
import { type Axis, sourceOf } from "./source";

/** The windows of a convolution over x [n,c,h,w], one for each position of y [n,o,h',w']. */
export function windowsOver(x: View, y: View, kernel: readonly number[], attrs: ConvAttrs): Planes {
  const { groups } = attrs;
  const source = sourceOf([axisOf(0, x, y, kernel, attrs), axisOf(1, x, y, kernel, attrs)]);
  return { source, images: x.shape[0], groups, count: x.shape[1] / groups, address: addressOf(x) };
}

/** How they lie along the height (0) or width (1). */
export function axisOf(
  i: 0 | 1,
  x: View,
  y: View,
  kernel: readonly number[],
  { padding, stride, dilation }: ConvAttrs,
): Axis {
  return {
    size: x.shape[2 + i],
    before: padding[2 * i],
    taps: kernel[i],
    stride: stride[i],
    dilation: dilation[i],
    count: y.shape[2 + i],
  };
}

/** All elements of a contiguous [n,c,h,w]. */
export function targetOf(y: View, groups: number): Target {
  const [, channels, rows, columns] = y.shape;
  const channel = rows * columns * 4;
  return {
    address: addressOf(y),
    image: channels * channel,
    group: (channels / groups) * channel,
    channel,
    row: columns * 4,
    column: 4,
  };
}
