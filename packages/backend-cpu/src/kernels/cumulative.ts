import { isFloat, type Kernel, type Primitives } from "@nn/core";
import { forEachLine } from "../lines";
import { elements } from "../strided";

export const cumulative: Kernel<Primitives["cumulative"]> = ([x], [y], { op, dim }) => {
  const from = elements(x);
  const to = elements(y);
  const isSum = op === "sum";
  const wraps = !isFloat(y.dtype);
  forEachLine(x.shape, dim, (start, size, step) => {
    let value = isSum ? 0 : 1;
    for (let n = 0, i = start; n < size; n++, i += step) {
      const next = from[i];
      value = isSum ? value + next : wraps ? Math.imul(value, next) : value * next;
      to[i] = value;
    }
  });
};
