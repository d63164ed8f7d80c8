import { sgdStep, type Tensor } from "@nn/core";

/** param ← param − lr · (direction + weightDecay · param), in one kernel. */
export function descend(param: Tensor, direction: Tensor, lr: number, weightDecay = 0): void {
  sgdStep(param, direction, undefined, {
    lr,
    weightDecay,
    momentum: 0,
    dampening: 0,
    nesterov: false,
    maximize: false,
    first: false,
  });
}
