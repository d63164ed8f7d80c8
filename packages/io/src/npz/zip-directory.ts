import { NpyError } from "../npy/error";
import { quote } from "../quote";
import type { ZipView } from "./zip-view";

/** A member as the central directory describes it. */
export interface ZipMember {
  readonly name: string;
  /** The name's bytes. */
  readonly rawName: Uint8Array;
  readonly flags: number;
  /** 0 stored, 8 deflated. */
  readonly method: number;
  readonly crc: number;
  readonly compressedSize: number;
  readonly size: number;
  /** Where its local header starts. */
  readonly offset: number;
}

interface Directory {
  readonly count: number;
  readonly offset: number;
  readonly size: number;
  /** Where the record that tells this starts. */
  readonly end: number;
}

const END = 0x06054b50;
const END_LENGTH = 22;
const END64 = 0x06064b50;
const LOCATOR64 = 0x07064b50;
const ENTRY = 0x02014b50;
const ENTRY_LENGTH = 46;
const ZIP64_EXTRA = 1;
/** What stands in the place of a number that is in the zip64 record. */
const IN_ZIP64 = 0xffffffff;

/**
 * The members of a zip archive, from its central directory.
 *
 * Format: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
export function readDirectory(zip: ZipView): { members: ZipMember[]; offset: number } {
  const { count, offset, size, end } = findDirectory(zip);
  if (offset + size !== end) {
    throw new NpyError(`the archive's directory of ${size} bytes at ${offset} does not end at ${end}: it is damaged`);
  }
  // Before anything is made of it: an entry takes 46 bytes.
  if (count * ENTRY_LENGTH > size) throw new NpyError(`${count} members do not fit a directory of ${size} bytes`);
  const members: ZipMember[] = [];
  let position = offset;
  for (let i = 0; i < count; i++) {
    const { member, next } = readEntry(zip, position);
    members.push(member);
    position = next;
  }
  if (position !== end) throw new NpyError(`the archive's directory holds more than its ${count} members`);
  return { members, offset };
}

/** The record at the end of the archive, behind which only a comment may stand. */
function findDirectory(zip: ZipView): Directory {
  const first = Math.max(0, zip.length - END_LENGTH - 0xffff);
  for (let at = zip.length - END_LENGTH; at >= first; at--) {
    if (zip.u32(at) === END && at + END_LENGTH + zip.u16(at + 20) === zip.length) return readEnd(zip, at);
  }
  throw new NpyError("the end of a zip archive is missing: this is no npz file, or it is cut short");
}

function readEnd(zip: ZipView, at: number): Directory {
  if (zip.u16(at + 4) !== 0 || zip.u16(at + 6) !== 0 || zip.u16(at + 8) !== zip.u16(at + 10)) {
    throw new NpyError("archives in several parts are not supported");
  }
  if (at >= 20 && zip.u32(at - 20) === LOCATOR64) return readEnd64(zip, at - 20);
  return { count: zip.u16(at + 10), size: zip.u32(at + 12), offset: zip.u32(at + 16), end: at };
}

function readEnd64(zip: ZipView, locator: number): Directory {
  const at = zip.u64(locator + 8);
  if (zip.u32(at) !== END64 || at + 12 + zip.u64(at + 4) !== locator) {
    throw new NpyError("the zip64 record of the archive's end is damaged");
  }
  return { count: zip.u64(at + 32), size: zip.u64(at + 40), offset: zip.u64(at + 48), end: at };
}

function readEntry(zip: ZipView, at: number): { member: ZipMember; next: number } {
  if (zip.u32(at) !== ENTRY) throw new NpyError(`the archive's directory is damaged at byte ${at}`);
  const nameLength = zip.u16(at + 28);
  const extraLength = zip.u16(at + 30);
  const flags = zip.u16(at + 8);
  const rawName = zip.slice(at + ENTRY_LENGTH, nameLength);
  const name = decodeName(rawName, flags);
  const extraAt = at + ENTRY_LENGTH + nameLength;
  const [size, compressedSize, offset] = widen(zip, name, extraAt, extraLength, [
    zip.u32(at + 24),
    zip.u32(at + 20),
    zip.u32(at + 42),
  ]);
  const member = {
    name,
    rawName,
    flags,
    method: zip.u16(at + 10),
    crc: zip.u32(at + 16),
    compressedSize,
    size,
    offset,
  };
  return { member, next: extraAt + extraLength + zip.u16(at + 32) };
}

/** `values` with those from the zip64 field among the extra fields that do not fit 32 bits, which are there in order. */
export function widen(zip: ZipView, name: string, at: number, length: number, values: readonly number[]): number[] {
  if (!values.includes(IN_ZIP64)) return [...values];
  const end = at + length;
  for (let field = at; field + 4 <= end; field += 4 + zip.u16(field + 2)) {
    const fieldEnd = field + 4 + zip.u16(field + 2);
    if (zip.u16(field) !== ZIP64_EXTRA || fieldEnd > end) continue;
    let next = field + 4;
    return values.map((value) => {
      if (value !== IN_ZIP64) return value;
      if (next + 8 > fieldEnd) throw new NpyError(`member ${quote(name)}: its zip64 field is too short`);
      next += 8;
      return zip.u64(next - 8);
    });
  }
  throw new NpyError(`member ${quote(name)}: its zip64 field is missing`);
}

/** UTF-8 when the flag says so, which also the old code page is as far as its characters are plain. */
function decodeName(bytes: Uint8Array, flags: number): string {
  const isUtf8 = (flags & 0x800) !== 0;
  if (!isUtf8) return Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(new Uint8Array(bytes));
  } catch (cause) {
    throw new NpyError("a member's name is not UTF-8 text", { cause });
  }
}
