import { Inflate } from "fflate";
import { NpyError } from "../npy/error";
import { parseNpyHeader } from "../npy/header";
import { quote } from "../quote";
import { crc32 } from "./crc32";
import type { LocatedMember } from "./locate-members";

/** Compressed bytes at a time, which become 17 MB at most. */
const PIECE = 16_384;
/** Compressed bytes that may stand for none: a stored block of 64 KB gives its bytes at once when it is complete. */
const LONGEST_SILENCE = 131_072;

/**
 * The npy file that a member holds. Inflates no more than the member is to hold by its own size, and allocates that
 * only when the npy header, which is inflated first, asks for just as much.
 */
export function readMember(member: LocatedMember): Uint8Array {
  const bytes = member.method === 0 ? member.contents : inflateMember(member);
  if (crc32(bytes) !== member.crc) throw new NpyError(`member ${quote(member.name)} is damaged: its checksum differs`);
  return bytes;
}

function inflateMember(member: LocatedMember): Uint8Array {
  const where = `member ${quote(member.name)}`;
  let head: Uint8Array = new Uint8Array(0);
  let all: Uint8Array | undefined;
  let length = 0;
  for (const piece of inflatePieces(where, member.contents)) {
    if (length + piece.length > member.size) {
      throw new NpyError(`${where} holds more than the ${member.size} bytes that the archive states`);
    }
    if (all === undefined) {
      const grown = new Uint8Array(length + piece.length);
      grown.set(head);
      grown.set(piece, length);
      head = grown;
      if (headerFits(where, head, member.size)) {
        all = allocate(where, member.size);
        all.set(head);
      }
    } else all.set(piece, length);
    length += piece.length;
  }
  if (length !== member.size) {
    throw new NpyError(`${where} holds ${length} bytes, but the archive states ${member.size}`);
  }
  return all ?? head;
}

function allocate(where: string, size: number): Uint8Array {
  try {
    return new Uint8Array(size);
  } catch (cause) {
    throw new NpyError(`${where} is to hold ${size} bytes, which cannot be allocated here`, { cause });
  }
}

/** Whether the npy header is there; throws unless it then asks for `size` bytes. */
function headerFits(where: string, head: Uint8Array, size: number): boolean {
  const header = parseNpyHeader(head, false);
  if (header === undefined) return false;
  const expected = header.dataOffset + header.dataLength;
  if (expected === size) return true;
  throw new NpyError(
    `${where} is to hold ${size} bytes, but its npy header asks for ${expected}: shape [${header.shape}] of ${header.dtype}`,
  );
}

function* inflatePieces(where: string, compressed: Uint8Array): Generator<Uint8Array> {
  let inflated: Uint8Array = new Uint8Array(0);
  const inflate = new Inflate((piece) => {
    inflated = piece;
  });
  let silence = 0;
  for (let start = 0; start < compressed.length || start === 0; start += PIECE) {
    // What is behind the stream's end would be gathered without being read.
    if (silence > LONGEST_SILENCE) throw new NpyError(`${where} is damaged: its compressed bytes go on without an end`);
    try {
      inflate.push(compressed.subarray(start, start + PIECE), start + PIECE >= compressed.length);
    } catch (cause) {
      throw new NpyError(`${where} is damaged: it cannot be inflated (${(cause as Error).message})`, { cause });
    }
    silence = inflated.length === 0 ? silence + PIECE : 0;
    yield inflated;
  }
}
