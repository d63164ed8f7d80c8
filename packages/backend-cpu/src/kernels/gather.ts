import type { Kernel, Primitives } from "@nn/core";
import { indexedOffsets } from "../indexed";
import { data, elements } from "../strided";

export const gather: Kernel<Primitives["gather"]> = ([x, index], [y], { dim }) => {
  const from = data(x);
  const to = elements(y);
  const places = indexedOffsets("gather", x, index, dim);
  for (let j = 0; j < places.length; j++) to[j] = from[places[j]];
};
