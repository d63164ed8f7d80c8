/** The typed array of each element type of the format. */
export interface IdxElements {
  uint8: Uint8Array;
  int8: Int8Array;
  int16: Int16Array;
  int32: Int32Array;
  float32: Float32Array;
  float64: Float64Array;
}

export type IdxDType = keyof IdxElements;

interface Elements<D extends IdxDType> {
  readonly size: number;
  /** The elements of `bytes`, which the format stores with the highest byte first. */
  read(bytes: DataView, count: number): IdxElements[D];
}

export const ELEMENTS: { readonly [D in IdxDType]: Elements<D> } = {
  uint8: { size: 1, read: (bytes, count) => new Uint8Array(bytes.buffer, bytes.byteOffset, count) },
  int8: { size: 1, read: (bytes, count) => new Int8Array(bytes.buffer, bytes.byteOffset, count) },
  int16: { size: 2, read: (bytes, count) => Int16Array.from({ length: count }, (_, i) => bytes.getInt16(2 * i)) },
  int32: { size: 4, read: (bytes, count) => Int32Array.from({ length: count }, (_, i) => bytes.getInt32(4 * i)) },
  float32: { size: 4, read: (bytes, count) => Float32Array.from({ length: count }, (_, i) => bytes.getFloat32(4 * i)) },
  float64: { size: 8, read: (bytes, count) => Float64Array.from({ length: count }, (_, i) => bytes.getFloat64(8 * i)) },
};

/** The element type that the third byte of a file stands for. */
export const DTYPE_CODES: ReadonlyMap<number, IdxDType> = /* @__PURE__ */ new Map([
  [0x08, "uint8"],
  [0x09, "int8"],
  [0x0b, "int16"],
  [0x0c, "int32"],
  [0x0d, "float32"],
  [0x0e, "float64"],
]);
