import type { FusedOps, Kernel } from "@nn/core";
import { elementwise, type Loop } from "../elementwise";

const loop: Loop = (y, j, end, a, i, s) => {
  for (; j < end; j++, i += s) y[j] = a[i] / (1 + Math.exp(-a[i]));
};

export const silu: Kernel<FusedOps["silu"]> = ([x], [y]) => elementwise(loop, y, x);
