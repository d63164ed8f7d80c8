import { quote } from "../quote";
import { NpyError } from "./error";

/** The typed array that holds each dtype's elements: bool as bytes 0 and 1, float16 as its bit patterns. */
interface Elements {
  bool: Uint8Array;
  int8: Int8Array;
  int16: Int16Array;
  int32: Int32Array;
  int64: BigInt64Array;
  uint8: Uint8Array;
  uint16: Uint16Array;
  uint32: Uint32Array;
  uint64: BigUint64Array;
  float16: Uint16Array;
  float32: Float32Array;
  float64: Float64Array;
}

export type NpyDType = keyof Elements;

/** The elements of an array of dtype `D`. */
export type NpyData<D extends NpyDType = NpyDType> = Elements[D];

interface ElementsClass {
  readonly name: string;
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBufferLike): NpyData;
  new (length: number): NpyData;
}

const CLASSES: Readonly<Record<NpyDType, ElementsClass>> = {
  bool: Uint8Array,
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  int64: BigInt64Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  uint64: BigUint64Array,
  float16: Uint16Array,
  float32: Float32Array,
  float64: Float64Array,
};

/** NumPy's codes, less the byte order. */
const CODES: Readonly<Record<NpyDType, string>> = {
  bool: "b1",
  int8: "i1",
  int16: "i2",
  int32: "i4",
  int64: "i8",
  uint8: "u1",
  uint16: "u2",
  uint32: "u4",
  uint64: "u8",
  float16: "f2",
  float32: "f4",
  float64: "f8",
};

const BY_CODE: ReadonlyMap<string, NpyDType> = /* @__PURE__ */ new Map(
  /* @__PURE__ */ Object.entries(CODES).map(([dtype, code]) => [code, dtype as NpyDType]),
);

/** What the other kinds of NumPy's dtypes are called. */
const REFUSED: Readonly<Record<string, string>> = {
  c: "complex numbers",
  f: "floats of this width",
  O: "Python objects, which only Python's pickle reads, by running what the file says,",
  U: "unicode strings",
  S: "byte strings",
  a: "byte strings",
  M: "dates",
  m: "time spans",
  V: "structures or raw bytes",
};

export function isNpyDType(name: string): name is NpyDType {
  return Object.hasOwn(CLASSES, name);
}

export function elementsOf(dtype: NpyDType): ElementsClass {
  return CLASSES[dtype];
}

export const NPY_DTYPES: readonly NpyDType[] = /* @__PURE__ */ Object.keys(CLASSES) as NpyDType[];

/** A dtype as a header states it, little-endian. */
export function describeDType(dtype: NpyDType): string {
  return `${elementsOf(dtype).BYTES_PER_ELEMENT === 1 ? "|" : "<"}${CODES[dtype]}`;
}

/** The dtype that a header's `descr` states; an error says what else it is. */
export function parseDescr(descr: string): { dtype: NpyDType; bigEndian: boolean } {
  const [, order, code] = /^([<>=|]?)(.*)$/s.exec(descr)!;
  const dtype = code === "?" ? "bool" : BY_CODE.get(code);
  if (dtype === undefined) {
    const kind = /^([a-zA-Z])(?:\d.*)?$/s.exec(code)?.[1] ?? "";
    const what = Object.hasOwn(REFUSED, kind) ? `${REFUSED[kind]} are not supported` : "it is unknown";
    throw new NpyError(`dtype ${quote(descr)}: ${what}, expected one of ${NPY_DTYPES.join(", ")}`);
  }
  if (elementsOf(dtype).BYTES_PER_ELEMENT > 1 && order !== "<" && order !== ">") {
    throw new NpyError(`dtype ${quote(descr)}: the byte order is missing, expected "<" or ">" in front`);
  }
  return { dtype, bigEndian: order === ">" };
}
