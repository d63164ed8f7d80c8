import { normalizeDim } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { permute } from "./permute";

/** Exchanges two dimensions. A view. */
export function transpose(x: Tensor, dim0: number, dim1: number): Tensor {
  const a = normalizeDim("transpose", dim0, x.ndim);
  const b = normalizeDim("transpose", dim1, x.ndim);
  if (a === b) return x;
  return permute(
    x,
    x.shape.map((_, i) => (i === a ? b : i === b ? a : i)),
  );
}
