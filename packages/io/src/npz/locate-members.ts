import { NpyError } from "../npy/error";
import { quote } from "../quote";
import { readDirectory, widen, type ZipMember } from "./zip-directory";
import type { ZipView } from "./zip-view";

const LOCAL = 0x04034b50;
const LOCAL_LENGTH = 30;
const DESCRIPTOR = 0x08074b50;
/** Deflate's best: 258 bytes from 2 bits. */
const LARGEST_RATIO = 1032;

const ENCRYPTED = 0x2041;
const HAS_DESCRIPTOR = 8;

export interface LocatedMember extends ZipMember {
  /** The stored or deflated bytes, a view of the archive. */
  readonly contents: Uint8Array;
}

/**
 * The members of a zip archive with their bytes. Local headers have to say what the directory says, and members have to
 * follow one another from the archive's first byte up to the directory: nothing overlaps, nothing lies hidden between.
 */
export function locateMembers(zip: ZipView): LocatedMember[] {
  const { members, offset: directory } = readDirectory(zip);
  for (const member of members) checkMember(member);
  const inFile = [...members].sort((a, b) => a.offset - b.offset);
  const contents = new Map<ZipMember, Uint8Array>();
  let position = 0;
  for (const [i, member] of inFile.entries()) {
    if (member.offset !== position) {
      const what =
        member.offset < position ? "overlaps the one before" : "leaves bytes before it that belong to no member";
      throw new NpyError(`member ${quote(member.name)} starts at byte ${member.offset} and ${what}`);
    }
    const start = checkLocalHeader(zip, member);
    const end = i + 1 < inFile.length ? inFile[i + 1].offset : directory;
    contents.set(member, zip.slice(start, member.compressedSize));
    position = start + member.compressedSize;
    if (member.flags & HAS_DESCRIPTOR) position = checkDescriptor(zip, member, position, end);
  }
  if (position !== directory) {
    throw new NpyError(
      `the members end at byte ${position}, the archive's directory starts at ${directory}: ` +
        "bytes between belong to no member",
    );
  }
  return members.map((member) => ({ ...member, contents: contents.get(member)! }));
}

function checkMember({ name, flags, method, compressedSize, size }: ZipMember): void {
  const where = `member ${quote(name)}`;
  if (flags & ENCRYPTED) throw new NpyError(`${where} is encrypted`);
  if (method !== 0 && method !== 8) {
    throw new NpyError(`${where}: compression method ${method} is not supported, expected 0 (stored) or 8 (deflated)`);
  }
  if (method === 0 && size !== compressedSize) {
    throw new NpyError(`${where} is stored in ${compressedSize} bytes, but is to hold ${size}`);
  }
  if (size > compressedSize * LARGEST_RATIO) {
    throw new NpyError(`${where} is to hold ${size} bytes, more than ${compressedSize} compressed bytes can`);
  }
}

/** Where the member's contents start. */
function checkLocalHeader(zip: ZipView, member: ZipMember): number {
  const { name, rawName, flags, method, crc, offset } = member;
  const where = `member ${quote(name)}`;
  if (zip.u32(offset) !== LOCAL) throw new NpyError(`${where}: there is no header at byte ${offset}`);
  const nameLength = zip.u16(offset + 26);
  const extraAt = offset + LOCAL_LENGTH + nameLength;
  const extraLength = zip.u16(offset + 28);
  const localName = zip.slice(offset + LOCAL_LENGTH, nameLength);
  const given = [zip.u32(offset + 22), zip.u32(offset + 18)];
  const [size, compressedSize] = widen(zip, name, extraAt, extraLength, given);
  // With a descriptor behind the contents the header may be silent about them.
  const silent = (flags & HAS_DESCRIPTOR) !== 0;
  const fits = (local: number, expected: number): boolean => local === expected || (silent && local === 0);
  const same =
    localName.length === rawName.length &&
    localName.every((byte, i) => byte === rawName[i]) &&
    zip.u16(offset + 6) === flags &&
    zip.u16(offset + 8) === method &&
    fits(zip.u32(offset + 14), crc) &&
    fits(size, member.size) &&
    fits(compressedSize, member.compressedSize);
  if (!same) throw new NpyError(`${where}: its header and the archive's directory differ`);
  return extraAt + extraLength;
}

/** The end of the data descriptor, which has a signature or not, and sizes of 4 bytes or 8. */
function checkDescriptor(
  zip: ZipView,
  { name, crc, compressedSize, size }: ZipMember,
  at: number,
  end: number,
): number {
  const length = end - at;
  const wide = length === 20 || length === 24;
  const signed = length === 16 || length === 24;
  const start = at + (signed ? 4 : 0);
  const read = (offset: number): number => (wide ? zip.u64(offset) : zip.u32(offset));
  const known = wide || signed || length === 12;
  const same =
    known &&
    (!signed || zip.u32(at) === DESCRIPTOR) &&
    zip.u32(start) === crc &&
    read(start + 4) === compressedSize &&
    read(start + (wide ? 12 : 8)) === size;
  if (!same) throw new NpyError(`member ${quote(name)}: the record behind it and the archive's directory differ`);
  return end;
}
