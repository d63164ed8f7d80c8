import type { Kernel, Primitives } from "@nn/core";
import { indexedOffsets } from "../indexed";
import { data } from "../strided";
import { copy } from "./copy";

export const scatter: Kernel<Primitives["scatter"]> = ([x, index, source], [y], { dim }) => {
  const from = data(source);
  const to = data(y);
  const places = indexedOffsets("scatter", y, index, dim);
  copy([x], [y], {});
  for (let i = 0; i < places.length; i++) to[places[i]] = from[source.offset + i];
};
