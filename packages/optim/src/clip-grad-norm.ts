import { add, ArgumentError, clamp, div, mul, noGrad, norm, scope, stack, type Tensor, zeros } from "@nn/core";
import { checkLimit } from "./check-limit";
import { gradientsOf } from "./gradients";

export interface ClipGradNormOptions {
  /** The order of the norm; Infinity for the largest magnitude. Default 2. */
  normType?: number;
}

/**
 * Scales the gradients of `parameters` in place so that the norm of all of them together is at most `maxNorm`. Gives
 * the norm that it was, a scalar.
 */
export function clipGradNorm(
  parameters: Tensor | Iterable<Tensor>,
  maxNorm: number,
  { normType = 2 }: ClipGradNormOptions = {},
): Tensor {
  checkLimit("clipGradNorm", "maxNorm", maxNorm);
  if (!(normType > 0)) throw new ArgumentError(`clipGradNorm: normType must be larger than 0, got ${normType}`);
  const grads = gradientsOf("clipGradNorm", parameters);
  if (grads.length === 0) return zeros([]);
  return noGrad(() =>
    scope(() => {
      const norms = stack(grads.map((grad) => norm(grad, { p: normType })));
      const total = norm(norms, { p: normType });
      const factor = clamp(div(maxNorm, add(total, 1e-6)), { max: 1 });
      for (const grad of grads) grad.assign(mul(grad, factor));
      return total;
    }),
  );
}
