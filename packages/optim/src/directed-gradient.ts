import { add, mul, neg, type Tensor } from "@nn/core";

/** The gradient to descend: turned round to go uphill, with the pull of weight decay. */
export function directedGradient(
  param: Tensor,
  grad: Tensor,
  { maximize, weightDecay }: { readonly maximize: boolean; readonly weightDecay: number },
): Tensor {
  const directed = maximize ? neg(grad) : grad;
  return weightDecay === 0 ? directed : add(directed, mul(param, weightDecay));
}
