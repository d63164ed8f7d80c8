import type { Kernel, Primitives } from "@nn/core";
import { elements } from "../strided";

export const arange: Kernel<Primitives["arange"]> = (_, [y], { length, start, step }) => {
  const to = elements(y);
  for (let i = 0; i < length; i++) to[i] = start + i * step;
};
