import { ShapeError } from "../../errors";
import { formatShape, sameShape } from "../../shape";
import type { Tensor } from "../../tensor/tensor";

/** `normalizedShape` as a list; throws unless it is how the shape of `x` ends. */
export function normalizedDims(op: string, x: Tensor, normalizedShape: number | readonly number[]): readonly number[] {
  const sizes = typeof normalizedShape === "number" ? [normalizedShape] : normalizedShape;
  if (sizes.length === 0 || !sameShape(x.shape.slice(-sizes.length), sizes)) {
    throw new ShapeError(
      `${op}: normalizedShape ${formatShape(sizes)} must be the last sizes of x ${formatShape(x.shape)}`,
    );
  }
  return sizes;
}
