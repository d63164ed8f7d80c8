import { NpyError } from "../npy/error";

/** Little-endian numbers at checked places of a zip archive. */
export class ZipView {
  private readonly view: DataView;

  constructor(readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get length(): number {
    return this.bytes.byteLength;
  }

  u16(offset: number): number {
    return this.view.getUint16(this.check(offset, 2), true);
  }

  u32(offset: number): number {
    return this.view.getUint32(this.check(offset, 4), true);
  }

  /** A size or a position: nothing that the archive can hold takes more bits than a double has. */
  u64(offset: number): number {
    const value = this.view.getBigUint64(this.check(offset, 8), true);
    if (value <= BigInt(Number.MAX_SAFE_INTEGER)) return Number(value);
    throw new NpyError(`a size or position of ${value} bytes, in an archive of ${this.length}`);
  }

  slice(offset: number, length: number): Uint8Array {
    this.check(offset, length);
    return new Uint8Array(this.bytes.buffer, this.bytes.byteOffset + offset, length);
  }

  private check(offset: number, length: number): number {
    if (offset >= 0 && offset + length <= this.length) return offset;
    throw new NpyError(
      `the archive ends at byte ${this.length}, within what should stand at ${offset}: it is cut short`,
    );
  }
}
