import type { Tensor } from "../../tensor/tensor";
import { le } from "../compare/le";
import { triangle, type TriangleOptions } from "./triangle";

/** The lower triangles of the last two dimensions, up to `diagonal`; 0 above. */
export function tril(x: Tensor, { diagonal = 0 }: TriangleOptions = {}): Tensor {
  return triangle("tril", x, diagonal, (offsets) => le(offsets, diagonal));
}
