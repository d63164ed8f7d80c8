import type { DType, TypedArray } from "@nn/core";
import type { SafetensorsDType } from "./dtypes";
import type { RawTensor } from "./raw-tensor";

const DTYPE_NAMES: Readonly<Record<DType, SafetensorsDType>> = {
  float64: "F64",
  float32: "F32",
  float16: "F16",
  int32: "I32",
  uint8: "U8",
  bool: "BOOL",
};

/** A tensor's elements as the file holds them. */
export function toRaw(data: TypedArray, dtype: DType, shape: readonly number[]): RawTensor {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return { dtype: DTYPE_NAMES[dtype], shape, bytes };
}
