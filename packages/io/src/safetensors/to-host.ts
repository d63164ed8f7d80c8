import type { DType, TypedArray } from "@nn/core";
import { widenBfloat16, widenFloat16 } from "../float16";
import { quote } from "../quote";
import { toInt32 } from "../to-int32";
import type { SafetensorsDType } from "./dtypes";
import { SafetensorsError } from "./error";
import type { RawTensor } from "./raw-tensor";

/** Elements in a dtype that tensors have. */
export interface HostArray {
  readonly data: TypedArray;
  readonly dtype: DType;
}

type ElementArray<A> = { new (buffer: ArrayBufferLike, offset: number, length: number): A; BYTES_PER_ELEMENT: number };

/**
 * The elements of a raw tensor in the dtype that holds them: half precisions widen to float32, integers of other
 * widths become int32. A value that does not fit is an error that names the tensor.
 */
export function toHost(name: string, { dtype, bytes }: RawTensor): HostArray {
  const convert = CONVERSIONS[dtype];
  if (convert === undefined) {
    throw new SafetensorsError(
      `tensor ${quote(name)}: no tensor dtype holds ${dtype}; parseSafetensors gives its bytes`,
    );
  }
  return convert(bytes, name);
}

/** An absent row: dtypes that have no counterpart, which only the raw functions read. */
const CONVERSIONS: Readonly<Partial<Record<SafetensorsDType, (bytes: Uint8Array, name: string) => HostArray>>> = {
  F64: (bytes) => ({ data: view(Float64Array, bytes), dtype: "float64" }),
  F32: (bytes) => ({ data: view(Float32Array, bytes), dtype: "float32" }),
  F16: (bytes) => ({ data: widenFloat16(view(Uint16Array, bytes)), dtype: "float32" }),
  BF16: (bytes) => ({ data: widenBfloat16(view(Uint16Array, bytes)), dtype: "float32" }),
  I64: (bytes, name) => int32(view(BigInt64Array, bytes), name, "I64"),
  U64: (bytes, name) => int32(view(BigUint64Array, bytes), name, "U64"),
  U32: (bytes, name) => int32(view(Uint32Array, bytes), name, "U32"),
  I32: (bytes) => ({ data: view(Int32Array, bytes), dtype: "int32" }),
  I16: (bytes) => ({ data: Int32Array.from(view(Int16Array, bytes)), dtype: "int32" }),
  U16: (bytes) => ({ data: Int32Array.from(view(Uint16Array, bytes)), dtype: "int32" }),
  I8: (bytes) => ({ data: Int32Array.from(view(Int8Array, bytes)), dtype: "int32" }),
  U8: (bytes) => ({ data: bytes, dtype: "uint8" }),
  BOOL: bool,
};

/** The bytes as elements; bytes that start at an odd place are copied, since a typed array may not start there. */
function view<A>(Elements: ElementArray<A>, bytes: Uint8Array): A {
  const size = Elements.BYTES_PER_ELEMENT;
  const source = bytes.byteOffset % size === 0 ? bytes : new Uint8Array(bytes);
  return new Elements(source.buffer, source.byteOffset, source.byteLength / size);
}

function int32(values: BigInt64Array | BigUint64Array | Uint32Array, name: string, dtype: SafetensorsDType): HostArray {
  const data = toInt32(
    values,
    (value, i) =>
      new SafetensorsError(
        `tensor ${quote(name)}: element ${i} is ${value} (${dtype}), which int32 cannot hold; ` +
          "parseSafetensors gives its bytes",
      ),
  );
  return { data, dtype: "int32" };
}

function bool(bytes: Uint8Array, name: string): HostArray {
  const wrong = bytes.findIndex((byte) => byte > 1);
  if (wrong >= 0) {
    throw new SafetensorsError(`tensor ${quote(name)}: element ${wrong} of BOOL is ${bytes[wrong]}, expected 0 or 1`);
  }
  return { data: bytes, dtype: "bool" };
}
