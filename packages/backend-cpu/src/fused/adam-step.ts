import { type FusedOps, type Kernel, sizeOf } from "@nn/core";
import { elements } from "../strided";

/**
 * PyTorch's formulas: https://pytorch.org/docs/stable/generated/torch.optim.Adam.html and, decoupled,
 * https://pytorch.org/docs/stable/generated/torch.optim.AdamW.html.
 */
export const adamStep: Kernel<FusedOps["adamStep"]> = (inputs, outputs, attrs) => {
  const { lr, beta1, beta2, eps, weightDecay, decoupled, step } = attrs;
  const [param, grad, m, v, vmax] = inputs.map(elements);
  const [nextParam, nextM, nextV, nextVmax] = outputs.map(elements);
  const size = sizeOf(inputs[0].shape);
  const sign = attrs.maximize ? -1 : 1;
  const stepSize = lr / (1 - beta1 ** step);
  const correction = Math.sqrt(1 - beta2 ** step);
  const shrink = decoupled ? 1 - lr * weightDecay : 1;
  const pull = decoupled ? 0 : weightDecay;
  for (let i = 0; i < size; i++) {
    const value = param[i];
    let g = sign * grad[i];
    if (pull !== 0) g += pull * value;
    const mean = beta1 * m[i] + (1 - beta1) * g;
    let square = beta2 * v[i] + (1 - beta2) * g * g;
    nextM[i] = mean;
    nextV[i] = square;
    if (vmax) {
      square = Math.max(vmax[i], square);
      nextVmax[i] = square;
    }
    nextParam[i] = shrink * value - (stepSize * mean) / (Math.sqrt(square) / correction + eps);
  }
};
