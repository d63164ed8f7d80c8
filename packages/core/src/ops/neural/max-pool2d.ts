import { maxPool2dSpec } from "../../fused/max-pool2d";
import { dispatchFused } from "../../runtime/dispatch";
import { runScope } from "../../runtime/scope";
import type { Tensor } from "../../tensor/tensor";
import type { Size2 } from "./conv-options";
import { planeAttrs, type PoolOptions } from "./pool-options";
import { withBatch } from "./with-batch";

export interface MaxPool2dOptions extends PoolOptions<Size2> {
  /** Distance between the taps of a window. Default 1. */
  dilation?: Size2;
  /** Give `{ values, indices }`; an index is the int32 position in the plane of height · width. */
  returnIndices?: boolean;
}

/** The maximum of each window of x [batch, channels, height, width], or [channels, height, width]. */
export function maxPool2d(
  x: Tensor,
  options: MaxPool2dOptions & { returnIndices: true },
): { values: Tensor; indices: Tensor };
export function maxPool2d(x: Tensor, options: MaxPool2dOptions & { returnIndices?: false }): Tensor;
export function maxPool2d(x: Tensor, options: MaxPool2dOptions): Tensor | { values: Tensor; indices: Tensor } {
  return runScope("maxPool2d", () => {
    const attrs = planeAttrs("maxPool2d", x.shape, options);
    const [values, indices] = withBatch(x, 4, (planes) => dispatchFused(maxPool2dSpec, [planes], attrs));
    return options.returnIndices ? { values, indices: indices.detach() } : values;
  });
}
