import type { DType, TypedArray } from "@nn/core";

/** The WGSL type that elements are stored as. WGSL has no bytes: `uint8` and `bool` take a word each. */
export function storageType(dtype: DType): "f32" | "f16" | "i32" | "u32" {
  switch (dtype) {
    case "float16":
      return "f16";
    case "int32":
      return "i32";
    case "uint8":
    case "bool":
      return "u32";
    default:
      return "f32";
  }
}

/** Bytes of an element on the device. */
export function itemBytes(dtype: DType): number {
  return dtype === "float16" ? 2 : 4;
}

/** Host elements as they are stored on the device, in whole words; a copy where they differ. */
export function toDevice(data: TypedArray): Uint8Array<ArrayBuffer> {
  if (data instanceof Uint8Array) return bytesOf(Uint32Array.from(data));
  const bytes = bytesOf(data);
  if (bytes.length % 4 === 0) return bytes;
  const padded = new Uint8Array(Math.ceil(bytes.length / 4) * 4);
  padded.set(bytes);
  return padded;
}

/** The copy `bytes` of device memory as host elements from byte `start` on. */
export function toHost(bytes: ArrayBuffer, dtype: DType, start: number, length: number): TypedArray {
  switch (dtype) {
    case "float16":
      return new Uint16Array(bytes, start, length).slice();
    case "int32":
      return new Int32Array(bytes, start, length).slice();
    case "uint8":
    case "bool":
      return Uint8Array.from(new Uint32Array(bytes, start, length));
    default:
      return new Float32Array(bytes, start, length).slice();
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: TypedArray | Uint32Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);
}
