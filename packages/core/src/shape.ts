import { ArgumentError, ShapeError } from "./errors";

/** Sizes per dimension, outermost first. `[]` is a scalar. */
export type Shape = readonly number[];

export function sizeOf(shape: Shape): number {
  let size = 1;
  for (let i = 0; i < shape.length; i++) size *= shape[i];
  return size;
}

export function sameShape(a: Shape, b: Shape): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

export function formatShape(shape: Shape): string {
  return `[${shape.join(",")}]`;
}

/** Strides, in elements, of a contiguous row-major tensor. */
export function rowMajorStrides(shape: Shape): number[] {
  const strides = new Array<number>(shape.length);
  let step = 1;
  for (let i = shape.length - 1; i >= 0; i--) {
    strides[i] = step;
    step *= shape[i];
  }
  return strides;
}

/** The shape that all of `shapes` broadcast to, aligned at the last dimension. */
export function broadcastShapes(op: string, a: Shape, b: Shape): Shape {
  if (sameShape(a, b)) return a;
  const ndim = Math.max(a.length, b.length);
  const out = new Array<number>(ndim);
  for (let i = 1; i <= ndim; i++) {
    const p = i <= a.length ? a[a.length - i] : 1;
    const q = i <= b.length ? b[b.length - i] : 1;
    if (p !== q && p !== 1 && q !== 1) {
      throw new ShapeError(
        `${op}: shapes ${formatShape(a)} and ${formatShape(b)} do not broadcast: ` +
          `sizes ${p} and ${q} differ at dimension ${ndim - i} and neither is 1`,
      );
    }
    out[ndim - i] = p === 1 ? q : p;
  }
  return out;
}

/** `dim` counted from the front; negative values count from the back. */
export function normalizeDim(op: string, dim: number, ndim: number): number {
  const range = Math.max(ndim, 1);
  if (!Number.isInteger(dim) || dim < -range || dim >= range) {
    throw new ShapeError(
      `${op}: dim ${dim} is out of range for ${ndim} dimensions (expected ${-range} to ${range - 1})`,
    );
  }
  return dim < 0 ? dim + range : dim;
}

/** Ascending dimensions from a number, a list, or everything when absent. Repeats are an error. */
export function normalizeDims(op: string, dim: number | readonly number[] | undefined, ndim: number): number[] {
  if (dim === undefined) return Array.from({ length: ndim }, (_, i) => i);
  const dims = (typeof dim === "number" ? [dim] : [...dim]).map((d) => normalizeDim(op, d, ndim));
  if (new Set(dims).size !== dims.length) throw new ShapeError(`${op}: dim [${dims}] names a dimension twice`);
  // A scalar has no dimension to reduce, although it accepts dim 0 and -1 as PyTorch does.
  return ndim === 0 ? [] : dims.sort((a, b) => a - b);
}

/** Checks that every size is a non-negative integer and returns the shape. */
export function checkShape(op: string, shape: Shape): Shape {
  for (const size of shape) {
    if (!Number.isSafeInteger(size) || size < 0) {
      throw new ShapeError(`${op}: shape ${formatShape(shape)} must hold non-negative integers`);
    }
  }
  if (!Number.isSafeInteger(sizeOf(shape))) throw new ShapeError(`${op}: shape ${formatShape(shape)} is too large`);
  return shape;
}

export function checkInteger(op: string, name: string, value: number, least: number): void {
  if (!Number.isInteger(value) || value < least) {
    const range = least === -Infinity ? "" : ` of at least ${least}`;
    throw new ArgumentError(`${op}: ${name} must be an integer${range}, got ${value}`);
  }
}

/** `shape` with dimensions `dims` set to 1, or left out. */
export function reducedShape(shape: Shape, dims: readonly number[], keepdim: boolean): number[] {
  if (keepdim) return shape.map((size, i) => (dims.includes(i) ? 1 : size));
  return shape.filter((_, i) => !dims.includes(i));
}
