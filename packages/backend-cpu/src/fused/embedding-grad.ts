import { type FusedOps, type Kernel, sizeOf } from "@nn/core";
import { checkIndex } from "../indexed";
import { elements } from "../strided";

/** Sums the positions of one row after the other in double precision; a list per row links them in order. */
export const embeddingGrad: Kernel<FusedOps["embeddingGrad"]> = ([g, index], [y], { rows, paddingIndex }) => {
  const columns = y.shape[1];
  const from = elements(g);
  const indices = elements(index);
  const to = elements(y);
  const count = sizeOf(index.shape);
  const heads = new Int32Array(rows).fill(-1);
  const next = new Int32Array(count);
  for (let n = count - 1; n >= 0; n--) {
    const row = indices[n];
    checkIndex("embeddingGrad", row, n, rows);
    if (row === paddingIndex) continue;
    next[n] = heads[row];
    heads[row] = n;
  }
  const sum = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    sum.fill(0);
    for (let n = heads[row]; n >= 0; n = next[n]) {
      const i = n * columns;
      for (let column = 0; column < columns; column++) sum[column] += from[i + column];
    }
    to.set(sum, row * columns);
  }
};
