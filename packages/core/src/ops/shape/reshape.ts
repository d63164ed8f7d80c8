import { ShapeError } from "../../errors";
import { dispatchView } from "../../runtime/dispatch";
import { scope } from "../../runtime/scope";
import { formatShape, sameShape, sizeOf, type Shape } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { reshapeView } from "../../view";
import { contiguous } from "./contiguous";

/** The same elements, row by row, in another shape; one size may be -1. Copies only when strides do not allow a view. */
export function reshape(x: Tensor, shape: Shape): Tensor {
  const target = resolveShape("reshape", x, shape);
  if (sameShape(target, x.shape)) return x;
  const view = reshapeView(x.layout, target);
  if (view) return dispatchView("reshape", x, view, { shape: target });
  return scope(() => {
    const source = contiguous(x);
    return dispatchView("reshape", source, reshapeView(source.layout, target)!, { shape: target });
  });
}

/** `shape` with its -1 worked out; throws when the sizes do not fit. */
export function resolveShape(op: string, x: Tensor, shape: Shape): Shape {
  const free = shape.filter((size) => size === -1).length;
  const known = sizeOf(shape.filter((size) => size !== -1));
  const valid = shape.every((size) => Number.isSafeInteger(size) && size >= -1);
  const inferred = free === 1 && known > 0 ? x.size / known : -1;
  if (valid && free === 0 && known === x.size) return shape;
  if (valid && free === 1 && Number.isInteger(inferred)) return shape.map((size) => (size === -1 ? inferred : size));
  throw new ShapeError(
    `${op}: ${formatShape(x.shape)} has ${x.size} elements and does not fit ${formatShape(shape)}` +
      (free > 1 ? " (only one size may be -1)" : ""),
  );
}
