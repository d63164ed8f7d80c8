import { quote } from "../quote";
import { elementsOf, type NpyDType, parseDescr } from "./dtypes";
import { NpyError } from "./error";
import { parseDictionary } from "./literal";

export interface NpyHeader {
  readonly dtype: NpyDType;
  readonly bigEndian: boolean;
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
  /** Where the elements start. */
  readonly dataOffset: number;
  /** How many bytes they take. */
  readonly dataLength: number;
}

/** `\x93NUMPY`, then the version in two bytes. */
const MAGIC: readonly number[] = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const VERSION_END = 8;
/** Real ones take 128 bytes; those of structured dtypes, which are not read, can be longer. */
const MAX_HEADER_LENGTH = 65_536;
/** NumPy's own limit. */
const MAX_DIMENSIONS = 64;

/**
 * Reads what stands before an npy file's elements, versions 1.0 to 3.0, and checks it. Undefined when `bytes` are the
 * beginning of a longer file and end too early; `whole` says that there are no more.
 *
 * Format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export function parseNpyHeader(bytes: Uint8Array, whole: true): NpyHeader;
export function parseNpyHeader(bytes: Uint8Array, whole: boolean): NpyHeader | undefined;
export function parseNpyHeader(bytes: Uint8Array, whole: boolean): NpyHeader | undefined {
  const wrong = MAGIC.findIndex((byte, i) => i < bytes.length && bytes[i] !== byte);
  if (wrong >= 0) throw new NpyError('it does not start with "\\x93NUMPY": is this an npy file?');
  const end = headerEnd(bytes);
  if (end === undefined || end.to > bytes.length) {
    if (!whole) return undefined;
    const expected = end === undefined ? "the header's length" : `a header of ${end.to - end.from} bytes`;
    throw new NpyError(
      `it ends after ${bytes.length} bytes, before the end of ${expected}: it is cut short or damaged`,
    );
  }
  return { ...checkDictionary(decode(bytes.subarray(end.from, end.to), bytes[6])), dataOffset: end.to };
}

/** The range of the header's text; undefined when its length is not there yet. */
function headerEnd(bytes: Uint8Array): { from: number; to: number } | undefined {
  if (bytes.length < VERSION_END) return undefined;
  const [major, minor] = bytes.subarray(6, VERSION_END);
  if (major < 1 || major > 3 || minor !== 0) {
    throw new NpyError(`version ${major}.${minor} is unknown, expected 1.0, 2.0 or 3.0`);
  }
  const from = VERSION_END + (major === 1 ? 2 : 4);
  if (bytes.length < from) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const length = major === 1 ? view.getUint16(VERSION_END, true) : view.getUint32(VERSION_END, true);
  if (length > MAX_HEADER_LENGTH) {
    throw new NpyError(
      `the header takes ${length} bytes, expected at most ${MAX_HEADER_LENGTH} (structured arrays are not supported)`,
    );
  }
  return { from, to: from + length };
}

function decode(header: Uint8Array, major: number): string {
  if (major < 3) return Array.from(header, (byte) => String.fromCharCode(byte)).join("");
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(new Uint8Array(header));
  } catch (cause) {
    throw new NpyError("header is not UTF-8 text", { cause });
  }
}

function checkDictionary(text: string): Omit<NpyHeader, "dataOffset"> {
  const entries = parseDictionary(text);
  const descr = entries.get("descr");
  const fortranOrder = entries.get("fortran_order");
  const shape = entries.get("shape");
  for (const key of entries.keys()) {
    if (key !== "descr" && key !== "fortran_order" && key !== "shape") {
      throw new NpyError(`header: unknown key ${quote(key)}, expected descr, fortran_order and shape`);
    }
  }
  if (typeof descr !== "string") throw new NpyError("header: expected descr to be text, such as '<f4'");
  if (typeof fortranOrder !== "boolean") throw new NpyError("header: expected fortran_order to be True or False");
  if (shape === undefined || typeof shape === "string" || typeof shape === "boolean") {
    throw new NpyError("header: expected shape to be a tuple of integers");
  }
  const { dtype, bigEndian } = parseDescr(descr);
  return { dtype, bigEndian, fortranOrder, shape, dataLength: npyByteSize(dtype, shape) };
}

/** Bytes that `shape` elements of `dtype` take up. */
export function npyByteSize(dtype: NpyDType, shape: readonly number[]): number {
  if (shape.length > MAX_DIMENSIONS) {
    throw new NpyError(`shape: ${shape.length} dimensions, expected at most ${MAX_DIMENSIONS}`);
  }
  let size: number = elementsOf(dtype).BYTES_PER_ELEMENT;
  for (const length of shape) {
    size *= length;
    if (!Number.isSafeInteger(size)) {
      throw new NpyError(`shape [${shape}] of ${dtype} is too large, expected less than 2^53 bytes`);
    }
  }
  return size;
}
