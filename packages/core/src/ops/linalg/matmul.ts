import { ShapeError } from "../../errors";
import { dispatch } from "../../runtime/dispatch";
import { scope } from "../../runtime/scope";
import { broadcastShapes, formatShape, sameShape } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { onUnified } from "../binary/unify";
import { expand } from "../shape/expand";
import { reshape } from "../shape/reshape";

/**
 * The matrix product [...,m,k] × [...,k,n] → [...,m,n]; leading dimensions broadcast. A vector counts as a row on the
 * left and a column on the right, and its dimension is left out of the result.
 */
export function matmul(a: Tensor, b: Tensor): Tensor {
  if (a.ndim === 0 || b.ndim === 0) {
    throw new ShapeError(
      `matmul: both arguments need a dimension, got ${formatShape(a.shape)} and ${formatShape(b.shape)}; use mul`,
    );
  }
  return onUnified("matmul", a, b, false, multiply);
}

function multiply(x: Tensor, y: Tensor): Tensor {
  if (x.ndim === 1 || y.ndim === 1) return scope(() => withVectors(x, y));
  const lead = x.shape.slice(0, -2);
  const otherLead = y.shape.slice(0, -2);
  if (sameShape(lead, otherLead)) return dispatch("matmul", [x, y], {});
  const batch = broadcastShapes("matmul", lead, otherLead);
  return scope(() => {
    const wide = expand(x, [...batch, ...x.shape.slice(-2)]);
    return dispatch("matmul", [wide, expand(y, [...batch, ...y.shape.slice(-2)])], {});
  });
}

function withVectors(a: Tensor, b: Tensor): Tensor {
  const left = a.ndim === 1 ? reshape(a, [1, a.size]) : a;
  const right = b.ndim === 1 ? reshape(b, [b.size, 1]) : b;
  const product = multiply(left, right);
  const shape = [...product.shape];
  if (b.ndim === 1) shape.pop();
  if (a.ndim === 1) shape.splice(b.ndim === 1 ? -1 : -2, 1);
  return reshape(product, shape);
}
