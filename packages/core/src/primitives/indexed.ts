import type { Spec } from "../autograd/graph";
import { DTypeError, ShapeError } from "../errors";
import { formatShape, sameShape } from "../shape";

/** Checks an index tensor against the tensor it points into, and `src` against the index. */
export function inferIndexed(op: string, x: Spec, index: Spec, dim: number, src?: Spec): Spec {
  if (index.dtype !== "int32") throw new DTypeError(`${op}: the index must be int32, got ${index.dtype}`);
  const fits = index.shape.length === x.shape.length && index.shape.every((size, i) => i === dim || size <= x.shape[i]);
  if (!fits) {
    throw new ShapeError(
      `${op}: index ${formatShape(index.shape)} must have the dimensions of ${formatShape(x.shape)}, ` +
        `none larger but dim ${dim}`,
    );
  }
  if (src && !sameShape(src.shape, index.shape)) {
    throw new ShapeError(
      `${op}: src ${formatShape(src.shape)} must have the index's shape ${formatShape(index.shape)}`,
    );
  }
  if (src && src.dtype !== x.dtype) throw new DTypeError(`${op}: src is ${src.dtype}, expected ${x.dtype}`);
  return { shape: x.shape, dtype: x.dtype };
}
