import { avgPool2dSpec } from "../../fused/avg-pool2d";
import { dispatchFused } from "../../runtime/dispatch";
import { runScope } from "../../runtime/scope";
import type { Tensor } from "../../tensor/tensor";
import type { Size2 } from "./conv-options";
import { planeAttrs, type PoolOptions } from "./pool-options";
import { withBatch } from "./with-batch";

export interface AvgPool2dOptions extends PoolOptions<Size2> {
  /** Count the zeros of the padding in the mean. Default true. */
  countIncludePad?: boolean;
}

/** The mean of each window of x [batch, channels, height, width], or [channels, height, width]. */
export function avgPool2d(x: Tensor, options: AvgPool2dOptions): Tensor {
  const { countIncludePad = true, ...layout } = options;
  const { dilation: _, ...attrs } = planeAttrs("avgPool2d", x.shape, layout);
  return runScope("avgPool2d", () =>
    withBatch(x, 4, (planes) => dispatchFused(avgPool2dSpec, [planes], { ...attrs, countIncludePad })),
  )[0];
}
