import { DataError } from "../error";

/** What deflate can make of one byte at most: 258 bytes from every 2 bits. */
const MAX_RATIO = 1032;
/** Engines inflate a chunk whole, so a small one bounds what lies in memory before it can be counted. */
const CHUNK = 16384;
/** Bytes of the shortest gzip data: a header of 10, nothing in 2, a trailer of 8. */
const SHORTEST = 18;
const DAMAGED = "the gzip data is damaged or cut short";

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * Inflates gzip data whose own first bytes state its length: `statedLength` gives it, or undefined for too few bytes.
 * Never holds more than that length; data that inflates to more, or cannot inflate to as much, is a `DataError`.
 */
export async function gunzip(
  compressed: Uint8Array,
  statedLength: (start: Uint8Array) => number | undefined,
): Promise<Uint8Array> {
  const { readable, writable } = new DecompressionStream("gzip");
  const reader: ReadableStreamDefaultReader<Uint8Array> = readable.getReader();
  // What fails here fails the reads below too.
  feed(writable.getWriter(), compressed).catch(() => undefined);
  try {
    return await collect(reader, compressed.byteLength, statedLength);
  } catch (cause) {
    if (cause instanceof DataError) throw cause;
    throw new DataError(DAMAGED, { cause });
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/**
 * Inflates gzip data of one member, as gzip writes it, to at most `maxBytes`; the last four bytes state the length
 * (https://www.rfc-editor.org/rfc/rfc1952). Never holds more than that.
 */
export async function gunzipUpTo(compressed: Uint8Array, maxBytes: number): Promise<Uint8Array> {
  if (compressed.byteLength < SHORTEST) throw new DataError(DAMAGED);
  const end = new DataView(compressed.buffer, compressed.byteOffset + compressed.byteLength - 4, 4);
  const length = end.getUint32(0, true);
  if (length > maxBytes) {
    throw new DataError(
      `the gzip data states a length of ${length} bytes, more than the ${maxBytes} allowed, or it is cut short`,
    );
  }
  const bytes = await gunzip(compressed, () => length);
  if (bytes.byteLength !== length) throw new DataError(DAMAGED);
  return bytes;
}

async function feed(writer: WritableStreamDefaultWriter, compressed: Uint8Array): Promise<void> {
  for (let i = 0; i < compressed.byteLength; i += CHUNK) {
    // A copy: browsers take no shared memory here.
    await writer.write(new Uint8Array(compressed.subarray(i, i + CHUNK)));
  }
  await writer.close();
}

async function collect(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  compressedLength: number,
  statedLength: (start: Uint8Array) => number | undefined,
): Promise<Uint8Array> {
  let start = new Uint8Array(0);
  let length: number | undefined;
  while (length === undefined) {
    const { done, value } = await reader.read();
    if (done) return start;
    start = concat(start, value);
    length = statedLength(start);
  }
  if (length > compressedLength * MAX_RATIO) {
    throw new DataError(
      `the gzip data states a length of ${length} bytes, which its ${compressedLength} bytes cannot hold`,
    );
  }
  const bytes = new Uint8Array(length);
  let filled = 0;
  for (let chunk: Uint8Array | undefined = start; chunk !== undefined; chunk = (await reader.read()).value) {
    if (chunk.byteLength > length - filled) {
      throw new DataError(`the gzip data inflates to more than the ${length} bytes that it states`);
    }
    bytes.set(chunk, filled);
    filled += chunk.byteLength;
  }
  return bytes.subarray(0, filled);
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(a.byteLength + b.byteLength);
  joined.set(a);
  joined.set(b, a.byteLength);
  return joined;
}
