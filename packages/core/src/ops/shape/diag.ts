import { ShapeError } from "../../errors";
import { scope } from "../../runtime/scope";
import { checkInteger, formatShape } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { diagonal as diagonalOf } from "./diagonal";
import { padDims } from "./pad-dims";
import { reshape } from "./reshape";
import type { TriangleOptions } from "./triangle";

/** The diagonal of a matrix, or the matrix with a vector as its diagonal and 0 elsewhere. */
export function diag(x: Tensor, { diagonal = 0 }: TriangleOptions = {}): Tensor {
  if (x.ndim === 2) return diagonalOf(x, { offset: diagonal });
  if (x.ndim !== 1) throw new ShapeError(`diag: expected 1 or 2 dimensions, got ${formatShape(x.shape)}`);
  checkInteger("diag", "diagonal", diagonal, -Infinity);
  const side = x.size + Math.abs(diagonal);
  const before = diagonal < 0 ? -diagonal * side : diagonal;
  const inside = x.size === 0 ? 0 : x.size + (x.size - 1) * side;
  return scope(() => reshape(padDims(x, [before], [side * side - before - inside], [side]), [side, side]));
}
