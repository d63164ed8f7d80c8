import { conv2dSpec } from "../../fused/conv2d";
import type { ConvAttrs } from "../../fused/fused-ops";
import { runScope } from "../../runtime/scope";
import { dispatchFused } from "../../runtime/dispatch";
import { checkInteger, type Shape } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { padAround, toPair, type ConvPadding, type Size2 } from "./conv-options";
import { withBatch } from "./with-batch";

export interface Conv2dOptions {
  /** Step from window to window. Default 1. */
  stride?: Size2;
  /** Zeros around the planes. Default 0. */
  padding?: ConvPadding<Size2>;
  /** Distance between the taps of a window. Default 1. */
  dilation?: Size2;
  /** Channels are split into so many groups, convolved apart from each other. Default 1. */
  groups?: number;
}

/**
 * The 2-d convolution (cross-correlation) of x [batch, in, height, width], or [in, height, width], with weight
 * [out, in/groups, kh, kw] and bias [out], which gives [batch, out, height′, width′].
 */
export function conv2d(x: Tensor, weight: Tensor, bias?: Tensor, options: Conv2dOptions = {}): Tensor {
  const attrs = attrsOf(weight.shape, options);
  return runScope("conv2d", () =>
    withBatch(x, 4, (planes) => dispatchFused(conv2dSpec, bias ? [planes, weight, bias] : [planes, weight], attrs)),
  )[0];
}

function attrsOf(weight: Shape, { stride = 1, padding = 0, dilation = 1, groups = 1 }: Conv2dOptions): ConvAttrs {
  checkInteger("conv2d", "groups", groups, 1);
  const step = toPair("conv2d", "stride", stride, 1);
  const gap = toPair("conv2d", "dilation", dilation, 1);
  const amounts = typeof padding === "string" ? [padding, padding] : toPair("conv2d", "padding", padding, 0);
  const [top, bottom] = padAround("conv2d", amounts[0], { taps: weight[2], stride: step[0], dilation: gap[0] });
  const [left, right] = padAround("conv2d", amounts[1], { taps: weight[3], stride: step[1], dilation: gap[1] });
  return { stride: step, padding: [top, bottom, left, right], dilation: gap, groups };
}
