import { eq } from "../ops/compare/eq";
import { where } from "../ops/compare/where";
import { zeros } from "../ops/creation/zeros";
import { scatterAdd } from "../ops/indexing/scatter-add";
import { expand } from "../ops/shape/expand";
import { reshape } from "../ops/shape/reshape";
import { ShapeError } from "../errors";
import { dispatchFused } from "../runtime/dispatch";
import { formatShape, sameShape, sizeOf } from "../shape";
import type { Tensor } from "../tensor/tensor";
import { checkFloats } from "./check-floats";
import { checkIndex, embeddingSpec } from "./embedding";
import type { FusedSpec } from "./fused-spec";

export const embeddingGradSpec: FusedSpec<"embeddingGrad"> = {
  name: "embeddingGrad",
  infer: ([g, index], { rows }) => {
    checkIndex("embeddingGrad", index);
    if (!sameShape(g.shape.slice(0, -1), index.shape)) {
      throw new ShapeError(`embeddingGrad: g must be [${[...index.shape, "columns"]}], got ${formatShape(g.shape)}`);
    }
    return [{ shape: [rows, g.shape[g.shape.length - 1]], dtype: checkFloats("embeddingGrad", ["g"], [g]) }];
  },
  decompose: ([g, index], { rows, paddingIndex }) => {
    const count = sizeOf(index.shape);
    const columns = g.shape[g.ndim - 1];
    const counted = reshape(withoutPadding(g, index, paddingIndex), [count, columns]);
    const blank = zeros([rows, columns], { dtype: g.dtype, backend: g.backend });
    return [scatterAdd(blank, expand(reshape(index, [count, 1]), [count, columns]), counted, { dim: 0 })];
  },
  gradient: {
    saves: () => ({ inputs: [1] }),
    vjp: ([u], { attrs: { paddingIndex }, input }) => {
      if (!u) return [undefined];
      const index = input(1);
      const [rows] = dispatchFused(embeddingSpec, [u, index], { paddingIndex: -1 });
      return [withoutPadding(rows, index, paddingIndex)];
    },
  },
};

/** Rows [...index, columns] with zeros where the index is `paddingIndex`. */
function withoutPadding(rows: Tensor, index: Tensor, paddingIndex: number): Tensor {
  if (paddingIndex < 0) return rows;
  return where(eq(reshape(index, [...index.shape, 1]), paddingIndex), 0, rows);
}
