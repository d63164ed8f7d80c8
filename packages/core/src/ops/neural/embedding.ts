import { ArgumentError } from "../../errors";
import { embeddingSpec } from "../../fused/embedding";
import { dispatchFused } from "../../runtime/dispatch";
import type { Tensor } from "../../tensor/tensor";
import { withCast } from "../shape/with-cast";

export interface EmbeddingOptions {
  /** The row that gets no gradient; negative values count from the end. */
  paddingIdx?: number;
}

/** The rows of `weight` [rows, columns] that `index` (int32 or uint8) names: [...index, columns]. */
export function embedding(index: Tensor, weight: Tensor, { paddingIdx }: EmbeddingOptions = {}): Tensor {
  const attrs = { paddingIndex: paddingIndex(paddingIdx, weight.shape[0]) };
  return withCast(index, index.dtype === "uint8" ? "int32" : index.dtype, (rows) => {
    return dispatchFused(embeddingSpec, [weight, rows], attrs)[0];
  });
}

function paddingIndex(index: number | undefined, rows: number): number {
  if (index === undefined) return -1;
  if (!Number.isInteger(index) || index < -rows || index >= rows) {
    throw new ArgumentError(`embedding: paddingIdx ${index} is out of range for ${rows} rows`);
  }
  return index < 0 ? index + rows : index;
}
