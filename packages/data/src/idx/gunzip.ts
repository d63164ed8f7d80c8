import { IdxError } from "./error";

/** What deflate can make of one byte at most: 258 bytes from every 2 bits. */
const MAX_RATIO = 1032;
/** Engines inflate a chunk whole, so a small one bounds what lies in memory before it can be counted. */
const CHUNK = 16384;

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * Inflates gzip data whose own first bytes state its length: `statedLength` gives it, or undefined for too few bytes.
 * Never holds more than that length; data that inflates to more, or cannot inflate to as much, is an `IdxError`.
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
    if (cause instanceof IdxError) throw cause;
    throw new IdxError("the gzip data is damaged or cut short", { cause });
  } finally {
    await reader.cancel().catch(() => undefined);
  }
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
    throw new IdxError(`the header states ${length} bytes, which ${compressedLength} bytes of gzip cannot hold`);
  }
  const bytes = new Uint8Array(length);
  let filled = 0;
  for (let chunk: Uint8Array | undefined = start; chunk !== undefined; chunk = (await reader.read()).value) {
    if (chunk.byteLength > length - filled) {
      throw new IdxError(`the gzip data inflates to more than the ${length} bytes its header states`);
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
