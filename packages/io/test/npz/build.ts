import { deflateSync } from "fflate";
import { crc32 } from "../../src/npz/crc32";

/** A member as an archive is to describe it; what is left out is right. */
export interface Member {
  readonly name: string;
  readonly contents: Uint8Array;
  readonly method?: 0 | 8 | 12;
  readonly flags?: number;
  readonly crc?: number;
  readonly size?: number;
  readonly compressedSize?: number;
  /** The compressed bytes themselves. */
  readonly compressed?: Uint8Array;
  readonly localName?: string;
  /** Sizes in zip64 fields, of the header, the directory or both. */
  readonly zip64?: { readonly local?: boolean; readonly central?: boolean };
  /** Behind the contents, with the sizes left out of the header. */
  readonly descriptor?: Uint8Array;
  /** Before the header. */
  readonly garbage?: Uint8Array;
  /** Where the directory says that the header is. */
  readonly offset?: number;
}

const u16 = (value: number): number[] => [value & 255, (value >> 8) & 255];
export const u32 = (value: number): number[] => [...u16(value), ...u16(value >>> 16)];
export const u64 = (value: bigint | number): number[] => [
  ...u32(Number(BigInt(value) & 0xffffffffn)),
  ...u32(Number(BigInt(value) >> 32n)),
];

export interface ArchiveOptions {
  readonly comment?: string;
  readonly before?: Uint8Array;
  readonly beforeDirectory?: Uint8Array;
  readonly count?: number;
  readonly end64?: boolean;
}

/** A zip archive of members that need not be right. */
export function buildZip(members: readonly Member[], options: ArchiveOptions = {}): Uint8Array<ArrayBuffer> {
  const out: number[] = [...(options.before ?? [])];
  const central: number[] = [];
  for (const member of members) {
    const { name, contents, method = 0, zip64 = {}, descriptor } = member;
    const compressed = member.compressed ?? (method === 8 ? deflateSync(contents) : contents);
    const flags = (member.flags ?? 0) | (descriptor ? 8 : 0);
    const size = member.size ?? contents.length;
    const compressedSize = member.compressedSize ?? compressed.length;
    const crc = member.crc ?? crc32(contents);
    const localName = new TextEncoder().encode(member.localName ?? name);
    const rawName = new TextEncoder().encode(name);
    out.push(...(member.garbage ?? []));
    const offset = member.offset ?? out.length;
    const extra = [...u16(1), ...u16(16), ...u64(size), ...u64(compressedSize)];
    const sizes = (wide?: boolean): number[] =>
      wide ? [...u32(2 ** 32 - 1), ...u32(2 ** 32 - 1)] : [...u32(compressedSize), ...u32(size)];
    out.push(...u32(0x04034b50), ...u16(45), ...u16(flags), ...u16(method), ...u32(0x210000));
    out.push(...(descriptor ? u32(0) : u32(crc)), ...(descriptor ? [...u32(0), ...u32(0)] : sizes(zip64.local)));
    out.push(...u16(localName.length), ...u16(zip64.local ? extra.length : 0), ...localName);
    if (zip64.local) out.push(...extra);
    for (const byte of compressed) out.push(byte);
    out.push(...(descriptor ?? []));
    // Another extra field first, which is to be stepped over.
    const fields = zip64.central ? [...u16(0x5455), ...u16(1), 0, ...extra] : [];
    central.push(...u32(0x02014b50), ...u16(45), ...u16(45), ...u16(flags), ...u16(method), ...u32(0x210000));
    central.push(...u32(crc), ...sizes(zip64.central), ...u16(rawName.length), ...u16(fields.length), ...u16(0));
    central.push(...u16(0), ...u16(0), ...u32(0), ...u32(offset), ...rawName, ...fields);
  }
  out.push(...(options.beforeDirectory ?? []));
  const at = out.length;
  const count = options.count ?? members.length;
  const tail = new TextEncoder().encode(options.comment ?? "");
  const bytes = [...out, ...central];
  if (options.end64) {
    const end = bytes.length;
    bytes.push(...u32(0x06064b50), ...u64(44), ...u16(45), ...u16(45), ...u32(0), ...u32(0));
    bytes.push(...u64(count), ...u64(count), ...u64(central.length), ...u64(at));
    bytes.push(...u32(0x07064b50), ...u32(0), ...u64(end), ...u32(1));
    bytes.push(...u32(0x06054b50), ...u16(0), ...u16(0), ...u16(65535), ...u16(65535), ...u32(2 ** 32 - 1));
    bytes.push(...u32(2 ** 32 - 1), ...u16(tail.length), ...tail);
  } else {
    bytes.push(...u32(0x06054b50), ...u16(0), ...u16(0), ...u16(count), ...u16(count), ...u32(central.length));
    bytes.push(...u32(at), ...u16(tail.length), ...tail);
  }
  return Uint8Array.from(bytes);
}
