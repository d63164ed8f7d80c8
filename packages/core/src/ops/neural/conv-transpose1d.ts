import { runScope } from "../../runtime/scope";
import { checkInteger } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { reshape } from "../shape/reshape";
import { checkOutputPadding, checkTransposed, transposed } from "./transposed";
import { withBatch } from "./with-batch";

const OP = "convTranspose1d";

export interface ConvTranspose1dOptions {
  /** Step from window to window in the output. Default 1. */
  stride?: number;
  /** Elements taken off both ends of the output. Default 0. */
  padding?: number;
  /** Elements put back at the end, less than stride or dilation. Default 0. */
  outputPadding?: number;
  /** Distance between the taps of a window. Default 1. */
  dilation?: number;
  /** Channels are split into so many groups, convolved apart from each other. Default 1. */
  groups?: number;
}

/**
 * The transposed 1-d convolution of x [batch, in, length], or [in, length], with weight [in, out/groups, k] and bias
 * [out], which gives [batch, out, (length − 1) · stride − 2 · padding + dilation · (k − 1) + outputPadding + 1].
 */
export function convTranspose1d(
  x: Tensor,
  weight: Tensor,
  bias?: Tensor,
  options: ConvTranspose1dOptions = {},
): Tensor {
  const { stride = 1, padding = 0, outputPadding = 0, dilation = 1, groups = 1 } = options;
  checkInteger(OP, "stride", stride, 1);
  checkInteger(OP, "padding", padding, 0);
  checkInteger(OP, "outputPadding", outputPadding, 0);
  checkInteger(OP, "dilation", dilation, 1);
  checkInteger(OP, "groups", groups, 1);
  checkOutputPadding(OP, outputPadding, stride, dilation);
  const run = (rows: Tensor): Tensor[] => {
    checkTransposed(OP, rows.shape, weight.shape, bias?.shape, { spatial: 1, groups });
    const [planes, kernel] = [rows, weight].map((t) => reshape(t, [t.shape[0], t.shape[1], 1, t.shape[2]]));
    const y = transposed(OP, planes, kernel, bias, {
      stride: [1, stride],
      padding: [0, padding],
      outputPadding: [0, outputPadding],
      dilation: [1, dilation],
      groups,
    });
    return [reshape(y, [y.shape[0], y.shape[1], y.shape[3]])];
  };
  return runScope(OP, () => withBatch(x, 3, run))[0];
}
