import { maxPool2dSpec } from "../../fused/max-pool2d";
import { dispatchFused } from "../../runtime/dispatch";
import { runScope } from "../../runtime/scope";
import type { Tensor } from "../../tensor/tensor";
import { overRows } from "./over-rows";
import { rowAttrs, type PoolOptions } from "./pool-options";

export interface MaxPool1dOptions extends PoolOptions<number> {
  /** Distance between the taps of a window. Default 1. */
  dilation?: number;
  /** Give `{ values, indices }`; an index is the int32 position along the length. */
  returnIndices?: boolean;
}

/** The maximum of each window of x [batch, channels, length], or [channels, length]. */
export function maxPool1d(
  x: Tensor,
  options: MaxPool1dOptions & { returnIndices: true },
): { values: Tensor; indices: Tensor };
export function maxPool1d(x: Tensor, options: MaxPool1dOptions & { returnIndices?: false }): Tensor;
export function maxPool1d(x: Tensor, options: MaxPool1dOptions): Tensor | { values: Tensor; indices: Tensor } {
  return runScope("maxPool1d", () => {
    const attrs = rowAttrs("maxPool1d", x.shape, options);
    const [values, indices] = overRows("maxPool1d", x, (planes) => dispatchFused(maxPool2dSpec, [planes], attrs));
    return options.returnIndices ? { values, indices: indices.detach() } : values;
  });
}
