import { type FusedOps, type Kernel, sizeOf } from "@nn/core";
import { checkIndex } from "../indexed";
import { elements } from "../strided";

export const embedding: Kernel<FusedOps["embedding"]> = ([weight, index], [y]) => {
  const [rows, columns] = weight.shape;
  const from = elements(weight);
  const indices = elements(index);
  const to = elements(y);
  const count = sizeOf(index.shape);
  for (let n = 0, j = 0; n < count; n++) {
    const row = indices[n];
    checkIndex("embedding", row, n, rows);
    const end = (row + 1) * columns;
    for (let i = end - columns; i < end; i++, j++) to[j] = from[i];
  }
};
