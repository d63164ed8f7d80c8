import { conv2dSpec } from "../../fused/conv2d";
import { convShape } from "../../fused/conv-shape";
import { dispatchFused } from "../../runtime/dispatch";
import { runScope } from "../../runtime/scope";
import { checkInteger } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { reshape } from "../shape/reshape";
import { padAround, type ConvPadding } from "./conv-options";
import { withBatch } from "./with-batch";

export interface Conv1dOptions {
  /** Step from window to window. Default 1. */
  stride?: number;
  /** Zeros at both ends. Default 0. */
  padding?: ConvPadding<number>;
  /** Distance between the taps of a window. Default 1. */
  dilation?: number;
  /** Channels are split into so many groups, convolved apart from each other. Default 1. */
  groups?: number;
}

/**
 * The 1-d convolution (cross-correlation) of x [batch, in, length], or [in, length], with weight [out, in/groups, k]
 * and bias [out], which gives [batch, out, length′].
 */
export function conv1d(x: Tensor, weight: Tensor, bias?: Tensor, options: Conv1dOptions = {}): Tensor {
  const { stride = 1, padding = 0, dilation = 1, groups = 1 } = options;
  checkInteger("conv1d", "stride", stride, 1);
  checkInteger("conv1d", "dilation", dilation, 1);
  checkInteger("conv1d", "groups", groups, 1);
  const ends = padAround("conv1d", padding, { taps: weight.shape[2], stride, dilation });
  const layout = { stride: [stride], padding: ends, dilation: [dilation], groups };
  const run = (rows: Tensor): Tensor[] => {
    const shape = convShape("conv1d", rows.shape, weight.shape, bias?.shape, layout);
    const planes = [rows, weight].map((t) => reshape(t, [t.shape[0], t.shape[1], 1, t.shape[2]]));
    const [y] = dispatchFused(conv2dSpec, bias ? [...planes, bias] : planes, {
      stride: [1, stride],
      padding: [0, 0, ...ends],
      dilation: [1, dilation],
      groups,
    });
    return [reshape(y, shape)];
  };
  return runScope("conv1d", () => withBatch(x, 3, run))[0];
}
