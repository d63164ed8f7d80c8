import type { Block } from "./block";
import type { Queue } from "./queue";

/** Bytes of the record: the number of the run that met a bad index first, that index, and padding. */
export const FAULT_BYTES = 16;

/** WGSL of `report`, for kernels that bind `Faults.block`. */
export const REPORT = `
fn report(index: i32) {
  if (atomicCompareExchangeWeak(&faults[0], 0u, u.fault).exchanged) { atomicStore(&faults[1], bitcast<u32>(index)); }
}`;

/**
 * Bad indices that kernels meet while they run. The first is kept until the next read, which fails with it.
 *
 * A kernel that checks indices binds `block` as `faults: array<atomic<u32>>`, has the uniform `fault` (see `number`),
 * declares `REPORT`, and calls `report(index)`.
 */
export class Faults {
  private messages: string[] = [];

  constructor(
    /** The record, all 0. */
    readonly block: Block,
    /** As long, and always 0. */
    private readonly blank: Block,
    private readonly queue: Queue,
  ) {}

  /** The value of the uniform `fault` for one run; `message` has `%` where the index belongs. */
  number(message: string): number {
    const last = this.messages.length - 1;
    if (this.messages[last] !== message) this.messages.push(message);
    return this.messages.length;
  }

  /** Queues a copy of the record to the start of `target`, and a new record; gives the messages of the old one. */
  readInto(target: GPUBuffer): readonly string[] {
    const { messages, queue, block, blank } = this;
    if (messages.length === 0) return messages;
    this.messages = [];
    block.lastUse = queue.serial;
    queue.push({ from: block.buffer, fromByte: 0, to: target, toByte: 0, bytes: FAULT_BYTES });
    queue.push({ from: blank.buffer, fromByte: 0, to: block.buffer, toByte: 0, bytes: FAULT_BYTES });
    return messages;
  }
}

/** What a record says, if anything. */
export function faultIn(record: Uint32Array, messages: readonly string[]): string | undefined {
  if (messages.length === 0 || record[0] === 0) return undefined;
  return messages[record[0] - 1].replace("%", String(record[1] | 0));
}
