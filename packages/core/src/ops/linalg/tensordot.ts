import { ShapeError } from "../../errors";
import { scope } from "../../runtime/scope";
import { checkInteger, formatShape, normalizeDim, sizeOf, type Shape } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { permute } from "../shape/permute";
import { reshape } from "../shape/reshape";
import { matmul } from "./matmul";

export interface TensordotOptions {
  /** How many last dimensions of `a` meet the first ones of `b` (default 2), or which of `a` meet which of `b`. */
  dims?: number | readonly [readonly number[], readonly number[]];
}

/** Sums products over pairs of dimensions: the others of `a`, then the others of `b`, remain. */
export function tensordot(a: Tensor, b: Tensor, { dims = 2 }: TensordotOptions = {}): Tensor {
  const [summedA, summedB] = typeof dims === "number" ? facing(a, b, dims) : named(a, b, dims);
  const sizes = summedA.map((dim) => a.shape[dim]);
  if (summedA.length !== summedB.length || sizes.some((size, i) => size !== b.shape[summedB[i]])) {
    throw new ShapeError(
      `tensordot: dimensions [${summedA}] of ${formatShape(a.shape)} and [${summedB}] of ${formatShape(b.shape)} ` +
        "do not pair up in size",
    );
  }
  const keptA = others(a, summedA);
  const keptB = others(b, summedB);
  const shapeA = keptA.map((dim) => a.shape[dim]);
  const shapeB = keptB.map((dim) => b.shape[dim]);
  return scope(() => {
    const left = reshape(permute(a, [...keptA, ...summedA]), [sizeOf(shapeA), sizeOf(sizes)]);
    const right = reshape(permute(b, [...summedB, ...keptB]), [sizeOf(sizes), sizeOf(shapeB)]);
    return reshape(matmul(left, right), [...shapeA, ...shapeB]);
  });
}

type DimPairs = readonly [Shape, Shape];

function facing(a: Tensor, b: Tensor, count: number): DimPairs {
  checkInteger("tensordot", "dims", count, 0);
  if (count > a.ndim || count > b.ndim) {
    throw new ShapeError(
      `tensordot: ${formatShape(a.shape)} and ${formatShape(b.shape)} do not both have ${count} dimensions to sum over`,
    );
  }
  const dims = Array.from({ length: count }, (_, i) => i);
  return [dims.map((i) => a.ndim - count + i), dims];
}

function named(a: Tensor, b: Tensor, [dimsA, dimsB]: DimPairs): DimPairs {
  const pairs: DimPairs = [
    dimsA.map((dim) => normalizeDim("tensordot", dim, a.ndim)),
    dimsB.map((dim) => normalizeDim("tensordot", dim, b.ndim)),
  ];
  for (const dims of pairs) {
    if (new Set(dims).size !== dims.length) throw new ShapeError(`tensordot: dims [${dims}] name a dimension twice`);
  }
  return pairs;
}

function others(x: Tensor, dims: Shape): number[] {
  return [...x.shape.keys()].filter((dim) => !dims.includes(dim));
}
