import type { Kernel, Primitives } from "@nn/core";
import { elementwise, type Loop } from "../elementwise";

const select: Loop = (y, j, end, a, i, s, b, k, t, c, l, u) => {
  for (; j < end; j++, i += s, k += t, l += u) y[j] = a[i] ? b[k] : c[l];
};

export const where: Kernel<Primitives["where"]> = ([condition, a, b], [y]) => elementwise(select, y, condition, a, b);
