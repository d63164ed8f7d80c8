import { avgPool2dSpec } from "../../fused/avg-pool2d";
import { dispatchFused } from "../../runtime/dispatch";
import { runScope } from "../../runtime/scope";
import type { Tensor } from "../../tensor/tensor";
import { overRows } from "./over-rows";
import { rowAttrs, type PoolOptions } from "./pool-options";

export interface AvgPool1dOptions extends PoolOptions<number> {
  /** Count the zeros of the padding in the mean. Default true. */
  countIncludePad?: boolean;
}

/** The mean of each window of x [batch, channels, length], or [channels, length]. */
export function avgPool1d(x: Tensor, options: AvgPool1dOptions): Tensor {
  const { countIncludePad = true, ...layout } = options;
  const { dilation: _, ...attrs } = rowAttrs("avgPool1d", x.shape, layout);
  return runScope("avgPool1d", () =>
    overRows("avgPool1d", x, (planes) => dispatchFused(avgPool2dSpec, [planes], { ...attrs, countIncludePad })),
  )[0];
}
