import { SafetensorsError } from "./error";
import { type Header, parseHeader } from "./header";
import { checkLayout } from "./layout";

/** Bytes before the header, which hold its length. */
export const PREFIX_LENGTH = 8;

/** The limit of the reference implementation: no real header comes near, and a lying one cannot exhaust memory. */
export const MAX_HEADER_LENGTH = 100_000_000;

/** The header's length from the first bytes of a file of `fileLength` bytes. */
export function readHeaderLength(prefix: Uint8Array, fileLength: number): number {
  if (prefix.byteLength < PREFIX_LENGTH) {
    throw new SafetensorsError(
      `${fileLength} bytes are too short for a file, expected at least ${PREFIX_LENGTH} (the header's length)`,
    );
  }
  const length = new DataView(prefix.buffer, prefix.byteOffset, PREFIX_LENGTH).getBigUint64(0, true);
  if (length > MAX_HEADER_LENGTH) {
    throw new SafetensorsError(
      `header length is ${length}, expected at most ${MAX_HEADER_LENGTH}: is this a safetensors file?`,
    );
  }
  const available = fileLength - PREFIX_LENGTH;
  if (length > available) {
    throw new SafetensorsError(
      `header length is ${length}, but only ${available} bytes follow: the file is cut short or damaged`,
    );
  }
  return Number(length);
}

/** The checked contents of a header that `dataLength` bytes follow. */
export function readHeader(header: Uint8Array, dataLength: number): Header {
  const parsed = parseHeader(decodeText(header, "header"));
  checkLayout(parsed.entries, dataLength);
  return parsed;
}

/** Bytes as text; `source` is what the error calls them. */
export function decodeText(bytes: Uint8Array, source: string): string {
  try {
    // A copy, since browsers do not decode shared memory; ignoreBOM keeps a byte order mark, which is no part of JSON.
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(new Uint8Array(bytes));
  } catch (cause) {
    throw new SafetensorsError(`${source} is not UTF-8 text`, { cause });
  }
}
