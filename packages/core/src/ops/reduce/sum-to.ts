import { sameShape, type Shape } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { reshape } from "../shape/reshape";
import { sum } from "./sum";

/** Sums over the dimensions that broadcasting `shape` to `x.shape` added or grew. */
export function sumTo(x: Tensor, shape: Shape): Tensor {
  if (sameShape(x.shape, shape)) return x;
  const lead = x.ndim - shape.length;
  const dim: number[] = [];
  x.shape.forEach((size, i) => {
    if (i < lead || (shape[i - lead] === 1 && size !== 1)) dim.push(i);
  });
  return reshape(sum(x, { dim, keepdim: true }), shape);
}
