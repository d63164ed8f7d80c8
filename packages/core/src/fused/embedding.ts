import type { Spec } from "../autograd/graph";
import { DTypeError, ShapeError } from "../errors";
import { gather } from "../ops/indexing/gather";
import { expand } from "../ops/shape/expand";
import { reshape } from "../ops/shape/reshape";
import { dispatchFused } from "../runtime/dispatch";
import { formatShape, sizeOf } from "../shape";
import { checkFloats } from "./check-floats";
import { embeddingGradSpec } from "./embedding-grad";
import type { FusedSpec } from "./fused-spec";

export const embeddingSpec: FusedSpec<"embedding"> = {
  name: "embedding",
  infer: ([weight, index]) => {
    checkIndex("embedding", index);
    if (weight.shape.length !== 2) {
      throw new ShapeError(`embedding: weight must be [rows, columns], got ${formatShape(weight.shape)}`);
    }
    return [{ shape: [...index.shape, weight.shape[1]], dtype: checkFloats("embedding", ["weight"], [weight]) }];
  },
  decompose: ([weight, index]) => {
    const count = sizeOf(index.shape);
    const columns = weight.shape[1];
    const rows = gather(weight, expand(reshape(index, [count, 1]), [count, columns]), { dim: 0 });
    return [reshape(rows, [...index.shape, columns])];
  },
  gradient: {
    saves: () => ({ inputs: [1] }),
    vjp: ([g], { attrs: { paddingIndex }, inputs, input }) => {
      const rows = inputs[0].shape[0];
      return [g && dispatchFused(embeddingGradSpec, [g, input(1)], { rows, paddingIndex })[0]];
    },
  },
};

/** Throws unless `index` holds int32. */
export function checkIndex(op: string, index: Spec): void {
  if (index.dtype === "int32") return;
  throw new DTypeError(
    `${op}: the index must be int32, got ${index.dtype}; make it so with { dtype: "int32" } or index.to("int32")`,
  );
}
