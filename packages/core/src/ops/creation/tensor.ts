import type { Backend } from "../../backend";
import { checkDType, DTYPES, hostArray, type DType, type TypedArray } from "../../dtype";
import { ArgumentError, DTypeError, ShapeError } from "../../errors";
import { getBackend } from "../../runtime/current-backend";
import { allocate } from "../../runtime/dispatch";
import { checkShape, formatShape, sizeOf, type Shape } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import type { CreationOptions } from "./options";

/** What `tensor()` takes: a number, a boolean, nested arrays of equal lengths, or a typed array with a shape. */
export type TensorData = number | boolean | TypedArray | readonly TensorData[];

export interface TensorOptions extends CreationOptions {
  /** The shape of a flat array; that of the nesting when absent. */
  shape?: Shape;
}

/**
 * Makes a tensor from host data, which is copied. The dtype is that of a typed array, bool for booleans and float32
 * for numbers, unless `dtype` says otherwise.
 */
export function tensor(data: TensorData, options: TensorOptions = {}): Tensor {
  const flat = isTypedArray(data) ? data : flatten(data);
  const shape = options.shape ?? (isTypedArray(data) ? [data.length] : shapeOf(data));
  checkShape("tensor", shape);
  if (sizeOf(shape) !== flat.length) {
    throw new ShapeError(`tensor: shape ${formatShape(shape)} takes ${sizeOf(shape)} elements, got ${flat.length}`);
  }
  const dtype = options.dtype === undefined ? inferDType(data, flat) : checkDType("tensor", options.dtype);
  const result = fromHost(options.backend ?? getBackend(), toHostArray(flat, dtype), [...shape], dtype);
  if (options.requiresGrad) result.requiresGrad = true;
  return result;
}

function fromHost(backend: Backend, data: TypedArray, shape: Shape, dtype: DType): Tensor {
  const result = allocate("tensor", backend, { shape, dtype });
  backend.write(result.layout.buffer, data);
  return result;
}

function isTypedArray(data: TensorData): data is TypedArray {
  return ArrayBuffer.isView(data);
}

/** The lengths of the nesting, checked to be the same everywhere. */
function shapeOf(data: TensorData): number[] {
  const shape: number[] = [];
  for (let level = data; Array.isArray(level); level = level[0] as TensorData) {
    shape.push(level.length);
    if (level.length === 0) break;
  }
  checkNesting(data, shape, []);
  return shape;
}

function checkNesting(data: TensorData, shape: Shape, path: readonly number[]): void {
  const depth = path.length;
  const found = Array.isArray(data) ? `an array of length ${data.length}` : describe(data);
  const expected = depth < shape.length ? `an array of length ${shape[depth]}` : "a number or boolean";
  const fits = Array.isArray(data)
    ? depth < shape.length && data.length === shape[depth]
    : depth === shape.length && (typeof data === "number" || typeof data === "boolean");
  if (!fits) throw new ShapeError(`tensor: ragged data: expected ${expected} at [${path}], got ${found}`);
  if (Array.isArray(data)) data.forEach((item: TensorData, i) => checkNesting(item, shape, [...path, i]));
}

function describe(value: unknown): string {
  return typeof value === "number" ? `the number ${value}` : value === null ? "null" : `a ${typeof value}`;
}

function flatten(data: TensorData): ArrayLike<number | boolean> {
  if (!Array.isArray(data)) return [data as number | boolean];
  return data.flat(Infinity) as (number | boolean)[];
}

function inferDType(data: TensorData, flat: ArrayLike<number | boolean>): DType {
  if (isTypedArray(data)) {
    for (const dtype of DTYPES)
      if (dtype !== "bool" && hostArray(dtype, 0).constructor === data.constructor) return dtype;
    throw new DTypeError(
      `tensor: ${data.constructor.name} has no dtype; pass { dtype }, or a Float32Array, Float64Array, Int32Array or Uint8Array`,
    );
  }
  return flat.length > 0 && typeof flat[0] === "boolean" ? "bool" : "float32";
}

function toHostArray(flat: ArrayLike<number | boolean>, dtype: DType): TypedArray {
  const out = hostArray(dtype, flat.length);
  if (flat.constructor === out.constructor && dtype !== "bool") {
    out.set(flat as TypedArray);
    return out;
  }
  if (dtype === "float16") throw new DTypeError("tensor: float16 data must be a Uint16Array of bit patterns");
  for (let i = 0; i < flat.length; i++) {
    const value = Number(flat[i]);
    if (dtype === "bool") out[i] = value === 0 ? 0 : 1;
    else out[i] = value;
    if ((dtype === "int32" || dtype === "uint8") && out[i] !== value) {
      throw new ArgumentError(`tensor: element ${i} is ${value}, which ${dtype} cannot hold`);
    }
  }
  return out;
}
