import { DTypeError } from "./errors";

/** Element types. `bool` is stored as bytes 0 and 1; `float16` is storage only, arithmetic is done in float32. */
export type DType = "float32" | "float64" | "float16" | "int32" | "uint8" | "bool";

/** The typed arrays that hold tensor elements on the host. */
export type TypedArray = Float32Array | Float64Array | Uint16Array | Int32Array | Uint8Array;

/** Bytes per element. */
export const ITEM_SIZE: Readonly<Record<DType, number>> = {
  float64: 8,
  float32: 4,
  float16: 2,
  int32: 4,
  uint8: 1,
  bool: 1,
};

/** Every dtype, from the narrowest in promotion to the widest. */
export const DTYPES: readonly DType[] = ["bool", "uint8", "int32", "float16", "float32", "float64"];

export function isFloat(dtype: DType): boolean {
  return dtype === "float32" || dtype === "float64" || dtype === "float16";
}

/** The dtype two tensors meet in: the wider of the two in the order bool, uint8, int32, float16, float32, float64. */
export function promote(a: DType, b: DType): DType {
  return a === b || DTYPES.indexOf(a) > DTYPES.indexOf(b) ? a : b;
}

/** The dtype a tensor of `dtype` takes on when it meets the plain number `value`; a fraction turns integers to float32. */
export function promoteNumber(dtype: DType, value: number | boolean): DType {
  if (isFloat(dtype) || typeof value === "boolean") return dtype;
  if (!Number.isInteger(value)) return "float32";
  return dtype === "bool" ? "int32" : dtype;
}

/** The floating dtype that maths functions compute in: itself when floating, else float32. */
export function toFloat(dtype: DType): DType {
  return isFloat(dtype) ? dtype : "float32";
}

/** A zero-filled host array for `length` elements. float16 holds its bit patterns in a `Uint16Array`. */
export function hostArray(dtype: DType, length: number): TypedArray {
  switch (dtype) {
    case "float32":
      return new Float32Array(length);
    case "float64":
      return new Float64Array(length);
    case "float16":
      return new Uint16Array(length);
    case "int32":
      return new Int32Array(length);
    default:
      return new Uint8Array(length);
  }
}

export function checkDType(op: string, dtype: string): DType {
  if (DTYPES.includes(dtype as DType)) return dtype as DType;
  throw new DTypeError(`${op}: unknown dtype ${JSON.stringify(dtype)}, expected one of ${DTYPES.join(", ")}`);
}
