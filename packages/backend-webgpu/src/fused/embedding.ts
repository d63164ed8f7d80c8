import { type FusedOps, sizeOf, type View } from "@nn/core";
import type { For } from "../kernel";
import { gatherInto } from "../kernels/gather";

/** A view of `index` that stands for whole rows of `columns` elements. */
export function rowIndex(index: View, columns: number): View {
  return { ...index, shape: [sizeOf(index.shape), columns], strides: [1, 0] };
}

export const embedding: For<FusedOps["embedding"]> =
  (gpu) =>
  ([weight, index], [y]) => {
    const rows = rowIndex(index, weight.shape[1]);
    gatherInto(gpu, "embedding", weight, rows, { ...y, shape: rows.shape }, 0);
  };
