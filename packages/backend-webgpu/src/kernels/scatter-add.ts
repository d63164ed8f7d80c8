import type { Primitives } from "@nn/core";
import type { For } from "../kernel";
import { scatterInto } from "../indexing/scatter";
import { copy } from "./copy";

export const scatterAdd: For<Primitives["scatterAdd"]> =
  (gpu) =>
  ([x, index, src], [y], { dim }) => {
    copy(gpu)([x], [y], {});
    scatterInto(gpu, "scatterAdd", { name: "scatterAdd", index, src, y, dim });
  };
