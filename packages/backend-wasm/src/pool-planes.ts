import type { PoolAttrs, View } from "@nn/core";

/** What pooling kernels are told of planes [n,c,h,w] and their windows. */
export function poolArguments({ shape: [, , h, w] }: View, { kernelSize, stride, padding, outputSize }: PoolAttrs) {
  return [h, w, ...outputSize, ...kernelSize, ...stride, ...padding] as const;
}

/** Rows, or planes, of a part that threads share: about 2¹³ windows with nine taps. */
export function poolGrain(elements: number): number {
  return Math.ceil(2 ** 16 / (elements + 1));
}
