import { ShapeError } from "../../errors";
import { normalizeDim } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { permute } from "./permute";

/** Moves dimensions `source` to the places `destination`; the others keep their order. A view. */
export function moveaxis(
  x: Tensor,
  source: number | readonly number[],
  destination: number | readonly number[],
): Tensor {
  const from = [source].flat().map((dim) => normalizeDim("moveaxis", dim, x.ndim));
  const to = [destination].flat().map((dim) => normalizeDim("moveaxis", dim, x.ndim));
  if (from.length !== to.length || new Set(from).size !== from.length || new Set(to).size !== to.length) {
    throw new ShapeError(`moveaxis: expected as many distinct sources as destinations, got [${from}] and [${to}]`);
  }
  if (x.ndim === 0) return x;
  const others = x.shape.map((_, i) => i).filter((dim) => !from.includes(dim));
  let next = 0;
  return permute(
    x,
    x.shape.map((_, i) => (to.includes(i) ? from[to.indexOf(i)] : others[next++])),
  );
}
