import type { Primitives } from "@nn/core";
import type { For } from "../kernel";
import { scatterInto } from "../indexing/scatter";
import { copy } from "./copy";

export const scatter: For<Primitives["scatter"]> =
  (gpu) =>
  ([x, index, src], [y], { dim }) => {
    copy(gpu)([x], [y], {});
    scatterInto(gpu, "scatter", { name: "scatter", index, src, y, dim });
  };
