import { sgdStep, type Tensor } from "@nn/core";

/**
 * average ← (1 − share) · average + share · value, in place. It is one kernel: a step of size `share` down the slope of
 * ½ (average − value)². To be called in a scope.
 */
export function moveTowards(average: Tensor, value: Tensor, share: number): void {
  if (share > 0.5) {
    // From the nearer end, for a large average would swallow a small value.
    const next = value.detach();
    moveTowards(next, average, 1 - share);
    average.assign(next);
    return;
  }
  sgdStep(average, value, undefined, {
    lr: share,
    weightDecay: 1,
    maximize: true,
    momentum: 0,
    dampening: 0,
    nesterov: false,
    first: false,
  });
}
