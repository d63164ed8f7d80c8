import { type DType, ShapeError, type Tensor, type TypedArray } from "@nn/core";

/** Elements in host memory, in row-major order. Batches take on `dtype`, by default that of `data`. */
export interface HostArray<A extends TypedArray = TypedArray> {
  readonly data: A;
  readonly shape: readonly number[];
  readonly dtype?: DType;
}

/** Throws a `ShapeError` unless the elements fill the shape. `what` names the array. */
export function checkHostArray(what: string, { data, shape }: HostArray): void {
  if (!ArrayBuffer.isView(data) || data instanceof DataView || !Array.isArray(shape)) {
    throw new ShapeError(`${what} must be a tensor or { data, shape } with a typed array and its sizes`);
  }
  if (!shape.every((length) => Number.isSafeInteger(length) && length >= 0)) {
    throw new ShapeError(`${what} has shape [${shape}], expected sizes of non-negative integers`);
  }
  const size = shape.reduce((product: number, length: number) => product * length, 1);
  if (data.length !== size) {
    throw new ShapeError(`${what} holds ${data.length} elements, expected ${size} for shape [${shape}]`);
  }
}

export function isTensor(value: unknown): value is Tensor {
  return typeof value === "object" && value !== null && "data" in value && typeof value.data === "function";
}

/** The elements of a tensor, or the array itself. */
export async function toHost(source: Tensor | HostArray): Promise<HostArray> {
  return isTensor(source) ? { data: await source.data(), shape: source.shape, dtype: source.dtype } : source;
}
