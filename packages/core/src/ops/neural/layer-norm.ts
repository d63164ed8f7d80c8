import { layerNormSpec } from "../../fused/layer-norm";
import { dispatchFused } from "../../runtime/dispatch";
import { runScope } from "../../runtime/scope";
import type { Tensor } from "../../tensor/tensor";
import { affineInputs, type AffineOptions } from "./norm-options";
import { normalizedDims } from "./normalized-dims";

export interface LayerNormOptions extends AffineOptions {
  /** The last sizes of x, over which mean and variance are taken; weight and bias have this shape. */
  normalizedShape: number | readonly number[];
}

/** (x − mean) / √(variance + eps) · weight + bias, with the biased variance over the last dimensions. */
export function layerNorm(x: Tensor, { normalizedShape, eps = 1e-5, ...affine }: LayerNormOptions): Tensor {
  const sizes = normalizedDims("layerNorm", x, normalizedShape);
  return runScope(
    "layerNorm",
    () => dispatchFused(layerNormSpec, affineInputs(x, sizes, affine), { dims: sizes.length, eps })[0],
  );
}
