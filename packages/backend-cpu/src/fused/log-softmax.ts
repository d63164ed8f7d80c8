import type { FusedOps, Kernel } from "@nn/core";
import { forEachLine, logSumExp } from "../lines";
import { elements } from "../strided";

export const logSoftmax: Kernel<FusedOps["logSoftmax"]> = ([x], [y], { dim }) => {
  const from = elements(x);
  const to = elements(y);
  forEachLine(x.shape, dim, (start, size, step) => {
    const total = logSumExp(from, start, size, step);
    const end = start + size * step;
    for (let i = start; i < end; i += step) to[i] = from[i] - total;
  });
};
