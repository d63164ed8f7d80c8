import { ShapeError } from "../../errors";
import { scope } from "../../runtime/scope";
import { checkShape, formatShape, type Shape } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { expand } from "./expand";
import { reshape } from "./reshape";

/** Lays `repeats[i]` copies end to end along each dimension; extra counts at the front add dimensions. */
export function repeat(x: Tensor, repeats: Shape): Tensor {
  checkShape("repeat", repeats);
  const lead = repeats.length - x.ndim;
  if (lead < 0) {
    throw new ShapeError(
      `repeat: expected a count for each dimension of ${formatShape(x.shape)}, got ${formatShape(repeats)}; see tile`,
    );
  }
  const shape = repeats.map((_, i) => (i < lead ? 1 : x.shape[i - lead]));
  return scope(() => {
    const separate = reshape(
      x,
      shape.flatMap((size) => [1, size]),
    );
    const copies = expand(
      separate,
      shape.flatMap((size, i) => [repeats[i], size]),
    );
    return reshape(
      copies,
      shape.map((size, i) => size * repeats[i]),
    );
  });
}
