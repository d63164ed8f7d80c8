import { runScope } from "../../runtime/scope";
import { checkInteger } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { toPair, type Size2 } from "./conv-options";
import { checkOutputPadding, checkTransposed, transposed, type TransposedAttrs } from "./transposed";
import { withBatch } from "./with-batch";

const OP = "convTranspose2d";

export interface ConvTranspose2dOptions {
  /** Step from window to window in the output. Default 1. */
  stride?: Size2;
  /** Rows and columns taken off all sides of the output. Default 0. */
  padding?: Size2;
  /** Rows and columns put back at the bottom and right, less than stride or dilation. Default 0. */
  outputPadding?: Size2;
  /** Distance between the taps of a window. Default 1. */
  dilation?: Size2;
  /** Channels are split into so many groups, convolved apart from each other. Default 1. */
  groups?: number;
}

/**
 * The transposed 2-d convolution of x [batch, in, height, width], or [in, height, width], with weight
 * [in, out/groups, kh, kw] and bias [out], which gives [batch, out, height′, width′] with
 * height′ = (height − 1) · stride − 2 · padding + dilation · (kh − 1) + outputPadding + 1.
 */
export function convTranspose2d(
  x: Tensor,
  weight: Tensor,
  bias?: Tensor,
  options: ConvTranspose2dOptions = {},
): Tensor {
  const attrs = attrsOf(options);
  const run = (planes: Tensor): Tensor[] => {
    checkTransposed(OP, planes.shape, weight.shape, bias?.shape, { spatial: 2, groups: attrs.groups });
    return [transposed(OP, planes, weight, bias, attrs)];
  };
  return runScope(OP, () => withBatch(x, 4, run))[0];
}

function attrsOf({
  stride = 1,
  padding = 0,
  outputPadding = 0,
  dilation = 1,
  groups = 1,
}: ConvTranspose2dOptions): TransposedAttrs {
  checkInteger(OP, "groups", groups, 1);
  const attrs = {
    stride: toPair(OP, "stride", stride, 1),
    padding: toPair(OP, "padding", padding, 0),
    outputPadding: toPair(OP, "outputPadding", outputPadding, 0),
    dilation: toPair(OP, "dilation", dilation, 1),
    groups,
  };
  attrs.outputPadding.forEach((size, i) => checkOutputPadding(OP, size, attrs.stride[i], attrs.dilation[i]));
  return attrs;
}
