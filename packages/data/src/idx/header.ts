import { DTYPE_CODES, ELEMENTS, type IdxDType } from "./elements";
import { IdxError } from "./error";

export interface IdxHeader {
  readonly dtype: IdxDType;
  readonly shape: readonly number[];
  /** Bytes of the header. */
  readonly start: number;
  /** Bytes of the whole file. */
  readonly length: number;
}

/** Two zero bytes, a type code, the number of dimensions, then their sizes; undefined while `bytes` are too few. */
export function readHeader(bytes: Uint8Array): IdxHeader | undefined {
  if (bytes.byteLength < 4) return undefined;
  const [zero, zeroToo, code, ndim] = bytes;
  const dtype = DTYPE_CODES.get(code);
  if (zero !== 0 || zeroToo !== 0 || dtype === undefined) {
    const codes = [...DTYPE_CODES.keys()].map(hex).join(", ");
    throw new IdxError(
      `wrong magic ${[zero, zeroToo, code, ndim].map(hex).join(" ")}, expected 00 00, a type code (${codes}) and the ` +
        "number of dimensions",
    );
  }
  if (ndim === 0) throw new IdxError("the header states 0 dimensions, expected at least 1");
  const start = 4 + 4 * ndim;
  if (bytes.byteLength < start) return undefined;

  const sizes = new DataView(bytes.buffer, bytes.byteOffset + 4, 4 * ndim);
  const shape = Array.from({ length: ndim }, (_, i) => sizes.getUint32(4 * i));
  const length = shape.reduce((product, size) => product * size, ELEMENTS[dtype].size) + start;
  if (!Number.isSafeInteger(length))
    throw new IdxError(`shape [${shape}] of ${dtype} is too large: 2^53 bytes or more`);
  return { dtype, shape, start, length };
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, "0");
}
