import { type FusedOps, type Kernel, sizeOf } from "@nn/core";
import { elements } from "../strided";

/** PyTorch's formulas: https://pytorch.org/docs/stable/generated/torch.optim.SGD.html. */
export const sgdStep: Kernel<FusedOps["sgdStep"]> = (inputs, outputs, attrs) => {
  const { lr, momentum, nesterov, weightDecay, first } = attrs;
  const [param, grad, velocity] = inputs.map(elements);
  const [nextParam, nextVelocity] = outputs.map(elements);
  const size = sizeOf(inputs[0].shape);
  const sign = attrs.maximize ? -1 : 1;
  const inflow = first ? 1 : 1 - attrs.dampening;
  for (let i = 0; i < size; i++) {
    const value = param[i];
    let direction = sign * grad[i];
    if (weightDecay !== 0) direction += weightDecay * value;
    if (velocity) {
      const speed = (first ? 0 : momentum * velocity[i]) + inflow * direction;
      nextVelocity[i] = speed;
      direction = nesterov ? direction + momentum * speed : speed;
    }
    nextParam[i] = value - lr * direction;
  }
};
