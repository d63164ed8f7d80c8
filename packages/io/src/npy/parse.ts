import { elementsOf, type NpyData } from "./dtypes";
import { NpyError } from "./error";
import { type NpyHeader, parseNpyHeader } from "./header";
import type { NpyArray } from "./npy-array";
import { toRowMajor } from "./row-major";

/**
 * Reads an npy file held in memory. The array is a copy in row-major order, whatever the file's byte order and layout.
 * Throws an `NpyError` for every file that the format does not allow and for dtypes that are no plain numbers.
 */
export function parseNpy(source: ArrayBuffer | Uint8Array): NpyArray {
  const bytes = source instanceof Uint8Array ? source : new Uint8Array(source);
  const header = parseNpyHeader(bytes, true);
  const { dtype, shape, dataOffset, dataLength } = header;
  const found = bytes.byteLength - dataOffset;
  if (found !== dataLength) {
    throw new NpyError(
      `${found} bytes follow the header, expected ${dataLength} for shape [${shape}] of ${dtype}: ` +
        (found < dataLength ? "the file is cut short" : "an npy file holds one array"),
    );
  }
  return { dtype, shape, data: readElements(new Uint8Array(bytes.subarray(dataOffset)), header) } as NpyArray;
}

/** The elements in `bytes`, a buffer of its own, which this may change. */
function readElements(bytes: Uint8Array<ArrayBuffer>, { dtype, bigEndian, fortranOrder, shape }: NpyHeader): NpyData {
  const Elements = elementsOf(dtype);
  if (bigEndian) swapBytes(bytes, Elements.BYTES_PER_ELEMENT);
  const data = new Elements(bytes.buffer);
  if (dtype === "bool") checkBool(data as Uint8Array);
  return fortranOrder && shape.length > 1 ? toRowMajor(data, new Elements(data.length), shape) : data;
}

function swapBytes(bytes: Uint8Array, size: number): void {
  for (let start = 0; start < bytes.length; start += size) {
    for (let i = start, k = start + size - 1; i < k; i++, k--) {
      const byte = bytes[i];
      bytes[i] = bytes[k];
      bytes[k] = byte;
    }
  }
}

function checkBool(data: Uint8Array): void {
  const wrong = data.findIndex((byte) => byte > 1);
  if (wrong >= 0) throw new NpyError(`element ${wrong} of bool is ${data[wrong]}, expected 0 or 1`);
}
