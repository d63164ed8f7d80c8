import { gunzip, isGzip } from "../files/gunzip";
import { ELEMENTS, type IdxDType, type IdxElements } from "./elements";
import { IdxError } from "./error";
import { type IdxHeader, readHeader } from "./header";

/** The array that an IDX file holds, in row-major order. */
export type IdxArray = {
  [D in IdxDType]: { readonly dtype: D; readonly shape: readonly number[]; readonly data: IdxElements[D] };
}[IdxDType];

export interface ParseIdxOptions {
  /** The longest file to accept, in bytes after inflating. Default: 2 GiB. */
  readonly maxBytes?: number;
}

/**
 * Reads an IDX file, the format of MNIST, held in memory; gzip is recognised and inflated. Throws an `IdxError` for
 * files that are malformed. 8-bit elements of a file that is not gzip are a view of `source`.
 *
 * Format: http://yann.lecun.com/exdb/mnist/
 */
export async function parseIdx(source: ArrayBuffer | Uint8Array, options: ParseIdxOptions = {}): Promise<IdxArray> {
  const { maxBytes = 2 ** 31 } = options;
  const given = source instanceof Uint8Array ? source : new Uint8Array(source);
  const bytes = isGzip(given) ? await inflate(given, maxBytes) : given;
  const header = checkedHeader(bytes, maxBytes);
  if (header === undefined) {
    throw new IdxError(
      `${bytes.byteLength} bytes are too short, the header takes ${bytes.byteLength < 4 ? 4 : 4 + 4 * bytes[3]}`,
    );
  }
  const { dtype, shape, start, length } = header;
  if (bytes.byteLength !== length) {
    const wrong = bytes.byteLength < length ? "the file is cut short" : "bytes follow the data";
    throw new IdxError(
      `${wrong}: the header states shape [${shape}] of ${dtype}, ${length} bytes in all, found ${bytes.byteLength}`,
    );
  }
  const elements = new DataView(bytes.buffer, bytes.byteOffset + start, length - start);
  const data = ELEMENTS[dtype].read(elements, (length - start) / ELEMENTS[dtype].size);
  return { dtype, shape, data } as IdxArray;
}

async function inflate(zipped: Uint8Array, maxBytes: number): Promise<Uint8Array> {
  try {
    return await gunzip(zipped, (start) => checkedHeader(start, maxBytes)?.length);
  } catch (cause) {
    if (cause instanceof IdxError) throw cause;
    throw new IdxError((cause as Error).message, { cause });
  }
}

function checkedHeader(bytes: Uint8Array, maxBytes: number): IdxHeader | undefined {
  const header = readHeader(bytes);
  if (header !== undefined && header.length > maxBytes) {
    throw new IdxError(`the header states ${header.length} bytes, more than maxBytes = ${maxBytes} allows`);
  }
  return header;
}
