import type { Tensor } from "../../tensor/tensor";
import { ge } from "../compare/ge";
import { triangle, type TriangleOptions } from "./triangle";

/** The upper triangles of the last two dimensions, from `diagonal` on; 0 below. */
export function triu(x: Tensor, { diagonal = 0 }: TriangleOptions = {}): Tensor {
  return triangle("triu", x, diagonal, (offsets) => ge(offsets, diagonal));
}
