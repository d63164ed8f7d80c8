import type { FusedOps } from "@nn/core";
import type { For } from "../kernel";
import { full } from "../kernels/full";
import { scatterInto } from "../indexing/scatter";
import { rowIndex } from "./embedding";

export const embeddingGrad: For<FusedOps["embeddingGrad"]> =
  (gpu) =>
  ([g, index], [y], { paddingIndex }) => {
    full(gpu)([], [y], { shape: y.shape, dtype: y.dtype, value: 0 });
    const rows = rowIndex(index, y.shape[1]);
    const src = { ...g, shape: rows.shape, strides: y.strides };
    scatterInto(gpu, "scatterAdd", { name: "embeddingGrad", index: rows, src, y, dim: 0, skipped: paddingIndex });
  };
