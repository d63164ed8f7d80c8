import { ArgumentError, ShapeError } from "../../errors";
import { scope } from "../../runtime/scope";
import { formatShape } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { reshape } from "./reshape";
import { sliceDims } from "./slice-dims";

/** Start (included), end (excluded) and step; null or absent for the whole way in steps of 1. */
type SliceRange = readonly [start?: number | null, end?: number | null, step?: number | null];

/** What to take of a dimension: all of it, a range, or one place (the dimension is then left out). */
export type SliceSpec = null | number | SliceRange;

/**
 * Python's basic slicing, a spec per dimension from the first on: `slice(x, [[1, 8, 3], null, -1])` is
 * `x[1:8:3, :, -1]`. Negative positions count from the end, negative steps go backwards. A view.
 */
export function slice(x: Tensor, specs: readonly SliceSpec[]): Tensor {
  if (specs.length > x.ndim) {
    throw new ShapeError(`slice: ${specs.length} specs are too many for the dimensions of ${formatShape(x.shape)}`);
  }
  const ranges = x.shape.map((size, dim) => resolve(specs[dim] ?? null, size, dim));
  const sizes = ranges.map((r) => r.length);
  return scope(() => {
    const starts = ranges.map((r) => r.start);
    const steps = ranges.map((r) => r.step);
    return reshape(
      sliceDims(x, starts, sizes, steps),
      sizes.filter((_, dim) => typeof specs[dim] !== "number"),
    );
  });
}

interface Range {
  readonly start: number;
  readonly length: number;
  readonly step: number;
}

function resolve(spec: SliceSpec, size: number, dim: number): Range {
  if (spec === null) return { start: 0, length: size, step: 1 };
  if (typeof spec === "number") {
    if (!Number.isInteger(spec) || spec < -size || spec >= size) {
      throw new ArgumentError(`slice: index ${spec} is out of range for dimension ${dim} of size ${size}`);
    }
    return { start: spec < 0 ? spec + size : spec, length: 1, step: 1 };
  }
  const step = spec[2] ?? 1;
  for (const value of [spec[0] ?? 0, spec[1] ?? 0, step]) {
    if (!Number.isInteger(value)) {
      throw new ArgumentError(`slice: dimension ${dim} expects integers or null, got [${spec.join(", ")}]`);
    }
  }
  if (step === 0) throw new ArgumentError(`slice: the step of dimension ${dim} is 0`);
  // https://docs.python.org/3/reference/datamodel.html#slice.indices
  const lowest = step < 0 ? -1 : 0;
  const highest = step < 0 ? size - 1 : size;
  const place = (position: number): number =>
    Math.min(Math.max(position < 0 ? position + size : position, lowest), highest);
  const [from, to] = [spec[0] ?? undefined, spec[1] ?? undefined];
  const start = from === undefined ? (step < 0 ? highest : lowest) : place(from);
  const end = to === undefined ? (step < 0 ? lowest : highest) : place(to);
  const length = Math.max(Math.ceil((end - start) / step), 0);
  return length === 0 ? { start: 0, length, step: 1 } : { start, length, step };
}
