import { clamp, noGrad, scope, type Tensor } from "@nn/core";
import { checkLimit } from "./check-limit";
import { gradientsOf } from "./gradients";

/** Limits every element of the gradients of `parameters` to [-clipValue, clipValue], in place. */
export function clipGradValue(parameters: Tensor | Iterable<Tensor>, clipValue: number): void {
  checkLimit("clipGradValue", "clipValue", clipValue);
  const grads = gradientsOf("clipGradValue", parameters);
  noGrad(() =>
    scope(() => {
      for (const grad of grads) grad.assign(clamp(grad, { min: -clipValue, max: clipValue }));
    }),
  );
}
