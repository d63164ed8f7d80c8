import type { ConvAttrs, View } from "@nn/core";

type Pair = readonly [number, number];

/** A convolution of x [n, c, h, w] and weight [o, c / groups, kh, kw] to y [n, o, oh, ow]. Pairs are [vertical, horizontal]. */
export interface Conv extends Pick<ConvAttrs, "stride" | "dilation" | "groups"> {
  readonly images: number;
  /** Of x and y in each group. */
  readonly channels: number;
  readonly outputs: number;
  readonly kernel: Pair;
  /** Of x and y. */
  readonly inSize: Pair;
  readonly outSize: Pair;
  /** Zeros above and on the left. */
  readonly before: Pair;
}

/** `weight` is its shape. */
export function convOf(
  x: View,
  weight: readonly number[],
  y: View,
  { stride, dilation, groups, padding }: ConvAttrs,
): Conv {
  return {
    images: x.shape[0],
    channels: weight[1],
    outputs: weight[0] / groups,
    kernel: [weight[2], weight[3]],
    inSize: [x.shape[2], x.shape[3]],
    outSize: [y.shape[2], y.shape[3]],
    before: [padding[0], padding[2]],
    stride,
    dilation,
    groups,
  };
}

export function isDepthwise({ channels, outputs }: Conv): boolean {
  return channels === 1 && outputs === 1;
}

/** Rows or columns of x, with the zeros around it, that windows cover. */
export function covered({ outSize, kernel, stride, dilation }: Conv, d: number): number {
  return (outSize[d] - 1) * stride[d] + (kernel[d] - 1) * dilation[d] + 1;
}

/** The first row or column of y, or of what precedes it, whose window may reach position 0 of x. */
export function firstWindow({ kernel, stride, dilation, before }: Conv, d: number): number {
  return Math.ceil((before[d] - (kernel[d] - 1) * dilation[d]) / stride[d]);
}

/** Rows or columns of y, and of what surrounds it, whose windows may reach positions of x. */
export function reaching(conv: Conv, d: number): number {
  return Math.max(1, Math.floor((conv.inSize[d] - 1 + conv.before[d]) / conv.stride[d]) - firstWindow(conv, d) + 1);
}
