import { describeDType, elementsOf, isNpyDType, NPY_DTYPES } from "./dtypes";
import { NpyError } from "./error";
import { npyByteSize } from "./header";
import type { NpyArray } from "./npy-array";
import { quote } from "../quote";

/** NumPy leaves room for the first size to grow, so that arrays can be appended to in place. */
const GROWTH_DIGITS = 21;
const ALIGNMENT = 64;

/** An npy file of version 1.0, little-endian and row-major: byte for byte what `numpy.save` writes. */
export function serializeNpy(array: NpyArray): Uint8Array<ArrayBuffer> {
  checkArray(array);
  const { dtype, shape, data } = array;
  const header = encodeHeader(describeDType(dtype), shape);
  const bytes = new Uint8Array(header.length + data.byteLength);
  bytes.set(header);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), header.length);
  return bytes;
}

function encodeHeader(descr: string, shape: readonly number[]): Uint8Array {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
  const growth = shape.length === 0 ? 0 : GROWTH_DIGITS - String(shape[0]).length;
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${tuple}, }${" ".repeat(growth)}`;
  // The magic, the version, and the header's length in two bytes; a line break ends the header.
  const length = Math.ceil((10 + text.length + 1) / ALIGNMENT) * ALIGNMENT;
  const bytes = new Uint8Array(length).fill(0x20);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, (length - 10) & 0xff, (length - 10) >> 8]);
  bytes.set(new TextEncoder().encode(text), 10);
  bytes[length - 1] = 0x0a;
  return bytes;
}

function checkArray({ dtype, shape, data }: NpyArray): void {
  if (!isNpyDType(dtype)) {
    throw new NpyError(`unknown dtype ${quote(String(dtype))}, expected one of ${NPY_DTYPES.join(", ")}`);
  }
  if (!Array.isArray(shape) || !shape.every((size) => Number.isSafeInteger(size) && size >= 0)) {
    throw new NpyError(`shape [${String(shape)}] must hold non-negative integers`);
  }
  const Elements = elementsOf(dtype);
  // A Node.js Buffer is a Uint8Array, too.
  if (!(data instanceof Elements)) {
    throw new NpyError(`data of ${dtype} must be a ${Elements.name}`);
  }
  const expected = npyByteSize(dtype, shape);
  if (data.byteLength !== expected) {
    throw new NpyError(
      `data holds ${data.length} elements, expected ${expected / Elements.BYTES_PER_ELEMENT} for shape [${shape}]`,
    );
  }
}
