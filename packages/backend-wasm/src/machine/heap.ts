import { BackendError } from "@nn/core";
import type { Memory } from "./web-assembly";

const PAGE = 2 ** 16;
const MAX_BYTES = 2 ** 32;

/** Every block starts at a multiple of this, so that vectors and cache lines are whole. */
const ALIGNMENT = 64;

/** Memory grows by at least this share of itself, so that growing is rare. */
const GROWTH = 1 / 8;

/** Free memory is joined before growing when it is this share of all or more. */
const WORTH_JOINING = 1 / 4;

/** Bytes behind the last block: vectors are read whole, also where fewer elements are left. */
const SLACK = 64;

interface Span {
  address: number;
  bytes: number;
}

/** `bytes` rounded up to one of eight sizes per octave, so that nearly equal sizes share a list. */
export function blockSize(bytes: number): number {
  const unit = Math.max(ALIGNMENT, 2 ** (Math.floor(Math.log2(Math.max(1, bytes - 1))) - 3));
  return Math.max(ALIGNMENT, Math.ceil(bytes / unit) * unit);
}

/** Blocks of a linear memory from `start` on, reused by size. */
export class Heap {
  /** Free blocks by size, the last freed first. */
  private lists = new Map<number, number[]>();
  private listedBytes = 0;
  /** Free neighbours joined to longer pieces. */
  private spans: Span[] = [];
  /** Where the part that was never used begins. */
  private top: number;

  constructor(
    private readonly memory: Memory,
    private readonly start: number,
    private readonly onGrowth: () => void,
  ) {
    this.top = start;
  }

  /** The address of at least `bytes` bytes. Throws a `BackendError` when there is no room. */
  allocate(bytes: number): number {
    const size = blockSize(bytes);
    const address = this.lists.get(size)?.pop();
    if (address !== undefined) {
      this.listedBytes -= size;
      return address;
    }
    return this.carve(size) ?? this.extend(size) ?? this.fail(bytes);
  }

  free(address: number, bytes: number): void {
    const size = blockSize(bytes);
    const list = this.lists.get(size);
    if (list) list.push(address);
    else this.lists.set(size, [address]);
    this.listedBytes += size;
  }

  /** From the first piece that is long enough. */
  private carve(size: number): number | undefined {
    const at = this.spans.findIndex((span) => span.bytes >= size);
    if (at < 0) return undefined;
    const span = this.spans[at];
    const { address } = span;
    span.address += size;
    span.bytes -= size;
    if (span.bytes === 0) this.spans.splice(at, 1);
    return address;
  }

  private extend(size: number): number | undefined {
    const { byteLength } = this.memory.buffer;
    if (this.top + size + SLACK > byteLength) {
      if (this.listedBytes >= byteLength * WORTH_JOINING) {
        this.join();
        const address = this.carve(size);
        if (address !== undefined) return address;
      }
      if (!this.grow(this.top + size + SLACK)) {
        this.join();
        const address = this.carve(size);
        if (address !== undefined) return address;
        if (!this.grow(this.top + size + SLACK)) return undefined;
      }
    }
    const address = this.top;
    this.top += size;
    return address;
  }

  /** Joins all that is free. */
  private join(): void {
    const free = this.spans;
    for (const [bytes, list] of this.lists) for (const address of list) free.push({ address, bytes });
    this.lists.clear();
    this.listedBytes = 0;
    this.spans = [];
    let last: Span | undefined;
    for (const span of free.sort((a, b) => a.address - b.address)) {
      if (last && last.address + last.bytes === span.address) last.bytes += span.bytes;
      else this.spans.push((last = span));
    }
    if (last && last.address + last.bytes === this.top) {
      this.top = last.address;
      this.spans.pop();
    }
  }

  /** Whether the memory has `end` bytes afterwards. */
  private grow(end: number): boolean {
    const { byteLength } = this.memory.buffer;
    if (end <= byteLength) return true;
    if (end > MAX_BYTES) return false;
    const wanted = Math.min(MAX_BYTES, Math.max(end, byteLength * (1 + GROWTH)));
    for (const bytes of [wanted, end]) {
      try {
        this.memory.grow(Math.ceil((bytes - byteLength) / PAGE));
      } catch {
        continue;
      }
      this.onGrowth();
      return true;
    }
    return false;
  }

  private fail(bytes: number): never {
    const free = this.listedBytes + this.spans.reduce((sum, span) => sum + span.bytes, 0);
    const used = this.top - this.start - free;
    throw new BackendError(
      `wasm: out of memory: asked for ${megabytes(bytes)} with ${megabytes(used)} in use; WebAssembly has room for ` +
        `${megabytes(MAX_BYTES)} at most, and the system may give less. Use smaller batches, or free tensors earlier`,
    );
  }
}

function megabytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MB`;
}
