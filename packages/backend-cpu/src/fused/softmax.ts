import type { FusedOps, Kernel } from "@nn/core";
import { forEachLine, maxOf } from "../lines";
import { elements } from "../strided";

export const softmax: Kernel<FusedOps["softmax"]> = ([x], [y], { dim }) => {
  const from = elements(x);
  const to = elements(y);
  forEachLine(x.shape, dim, (start, size, step) => {
    const max = maxOf(from, start, size, step);
    const end = start + size * step;
    let sum = 0;
    for (let i = start; i < end; i += step) {
      const power = Math.exp(from[i] - max);
      to[i] = power;
      sum += power;
    }
    for (let i = start; i < end; i += step) to[i] /= sum;
  });
};
