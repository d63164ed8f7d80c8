import { ShapeError } from "../../errors";
import { constant } from "../../runtime/constants";
import { scope } from "../../runtime/scope";
import { checkInteger, formatShape } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { sub } from "../binary/sub";
import { where } from "../compare/where";
import { arange } from "../creation/arange";
import { unsqueeze } from "./unsqueeze";

export interface TriangleOptions {
  /** Counted from the main diagonal, positive to the right. Default 0. */
  diagonal?: number;
}

/** The elements of the last two dimensions whose offset from the diagonal (column − row) `keeps` admits; 0 elsewhere. */
export function triangle(op: string, x: Tensor, diagonal: number, keeps: (offsets: Tensor) => Tensor): Tensor {
  if (x.ndim < 2) throw new ShapeError(`${op}: expected at least 2 dimensions, got ${formatShape(x.shape)}`);
  checkInteger(op, "diagonal", diagonal, -Infinity);
  const { backend } = x;
  const [rows, columns] = x.shape.slice(-2);
  return scope(() => {
    const offsets = sub(arange(columns, { backend }), unsqueeze(arange(rows, { backend }), 1));
    return where(keeps(offsets), x, constant(backend, x.dtype, 0));
  });
}
