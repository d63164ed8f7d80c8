import { rmsNormSpec } from "../../fused/rms-norm";
import type { DType } from "../../dtype";
import { dispatchFused } from "../../runtime/dispatch";
import { runScope } from "../../runtime/scope";
import type { Tensor } from "../../tensor/tensor";
import { normalizedDims } from "./normalized-dims";

export interface RmsNormOptions {
  /** The last sizes of x, over which the mean square is taken; weight has this shape. */
  normalizedShape: number | readonly number[];
  /** What the normalised values are multiplied by. */
  weight?: Tensor;
  /** Added to the mean square. Default: the distance from 1 to the next number of x's dtype. */
  eps?: number;
}

/** x / √(mean square + eps) · weight, with the mean square over the last dimensions. */
export function rmsNorm(x: Tensor, { normalizedShape, weight, eps = epsilonOf(x.dtype) }: RmsNormOptions): Tensor {
  const dims = normalizedDims("rmsNorm", x, normalizedShape).length;
  return runScope("rmsNorm", () => dispatchFused(rmsNormSpec, weight ? [x, weight] : [x], { dims, eps })[0]);
}

function epsilonOf(dtype: DType): number {
  return dtype === "float64" ? Number.EPSILON : dtype === "float16" ? 2 ** -10 : 2 ** -23;
}
