import { deflateSync } from "fflate";
import { NpyError } from "../npy/error";
import type { NpyArray } from "../npy/npy-array";
import { serializeNpy } from "../npy/serialize";
import { quote } from "../quote";
import { crc32 } from "./crc32";

export interface SerializeNpzOptions {
  /** Deflate the arrays, as `numpy.savez_compressed` does. Default false. */
  readonly compress?: boolean;
}

/** The first day that zip knows, so that the same arrays give the same bytes. */
const DATE = (1 << 5) | 1;
const UTF8_NAME = 0x800;
/** Unix, and the version of the format that knows deflate. */
const VERSION = 20;
const MADE_BY_UNIX = 3 << 8;
const READABLE = (0o600 << 16) >>> 0;
/** Without zip64, which is left to larger formats. */
const LARGEST = 0xffffffff;
const MOST_MEMBERS = 0xffff;

/** An npz file: a zip archive of npy files, for `numpy.load`. */
export function serializeNpz(
  arrays: Iterable<readonly [name: string, array: NpyArray]>,
  { compress = false }: SerializeNpzOptions = {},
): Uint8Array<ArrayBuffer> {
  const pieces: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  const seen = new Set<string>();
  let offset = 0;
  for (const [name, array] of arrays) {
    if (seen.has(name)) throw new NpyError(`array ${quote(name)}: two arrays have this name`);
    seen.add(name);
    if (seen.size > MOST_MEMBERS) throw new NpyError(`an npz file holds at most ${MOST_MEMBERS} arrays`);
    const member = encodeMember(name, array, compress);
    directory.push(encodeRecord(member, offset), member.name);
    for (const piece of [encodeRecord(member), member.name, member.contents]) {
      pieces.push(piece);
      offset += piece.length;
    }
    if (offset > LARGEST) throw new NpyError("the arrays take more than the 4 GB of an npz file: save safetensors");
  }
  const size = directory.reduce((total, { length }) => total + length, 0);
  return join([
    ...pieces,
    ...directory,
    fields([4, 0x06054b50], [4, 0], [2, seen.size], [2, seen.size], [4, size], [4, offset], [2, 0]),
  ]);
}

interface EncodedMember {
  readonly name: Uint8Array;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly size: number;
  readonly contents: Uint8Array;
}

function encodeMember(name: string, array: NpyArray, compress: boolean): EncodedMember {
  const where = `array ${quote(name)}`;
  if (/[\uD800-\uDFFF]/u.test(name)) throw new NpyError(`${where}: an unpaired surrogate is no valid text`);
  const bytes = new TextEncoder().encode(`${name}.npy`);
  if (bytes.length > 0xffff)
    throw new NpyError(`${where}: the name takes ${bytes.length} bytes, expected at most 65531`);
  let npy: Uint8Array;
  try {
    npy = serializeNpy(array);
  } catch (cause) {
    throw new NpyError(`${where}: ${(cause as Error).message}`, { cause });
  }
  const contents = compress ? deflateSync(npy) : npy;
  const flags = /^\p{ASCII}*$/u.test(name) ? 0 : UTF8_NAME;
  return { name: bytes, flags, method: compress ? 8 : 0, crc: crc32(npy), size: npy.length, contents };
}

/** A member's header, or its entry in the directory when `offset` says where its header stands. */
function encodeRecord({ name, flags, method, crc, size, contents }: EncodedMember, offset?: number): Uint8Array {
  const common: Field[] = [
    [2, VERSION],
    [2, flags],
    [2, method],
    [2, 0],
    [2, DATE],
    [4, crc],
    [4, contents.length],
    [4, size],
    [2, name.length],
    [2, 0],
  ];
  if (offset === undefined) return fields([4, 0x04034b50], ...common);
  return fields(
    [4, 0x02014b50],
    [2, VERSION | MADE_BY_UNIX],
    ...common,
    [2, 0],
    [2, 0],
    [2, 0],
    [4, READABLE],
    [4, offset],
  );
}

type Field = readonly [bytes: 2 | 4, value: number];

function fields(...values: readonly Field[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(values.reduce((total, [size]) => total + size, 0)));
  let at = 0;
  for (const [size, value] of values) {
    if (size === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += size;
  }
  return new Uint8Array(view.buffer);
}

function join(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(pieces.reduce((total, { length }) => total + length, 0));
  let offset = 0;
  for (const piece of pieces) {
    bytes.set(piece, offset);
    offset += piece.length;
  }
  return bytes;
}
