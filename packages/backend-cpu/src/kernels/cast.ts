import type { Kernel, Primitives } from "@nn/core";
import { elementwise, type Loop } from "../elementwise";

/** The store converts: integers truncate and wrap, NaN becomes 0. */
const toNumber: Loop = (y, j, end, a, i, s) => {
  for (; j < end; j++, i += s) y[j] = a[i];
};

const toBool: Loop = (y, j, end, a, i, s) => {
  for (; j < end; j++, i += s) y[j] = +(a[i] !== 0);
};

export const cast: Kernel<Primitives["cast"]> = ([x], [y]) => elementwise(y.dtype === "bool" ? toBool : toNumber, y, x);
