import type { DType, TypedArray } from "@nn/core";
import { BackendError } from "@nn/core";
import type { Batch } from "./batch";
import type { Block } from "./block";
import { FAULT_BYTES, faultIn, type Faults } from "./faults";
import { BufferUsage, MAP_READ } from "./flags";
import type { Health } from "./health";
import type { Queue } from "./queue";
import { itemBytes, toHost } from "./storage";

const SMALLEST = 4096;
/** Buffers kept for the next read: so many, and none larger. */
const KEPT = 16;
const LARGEST_KEPT = 64 * 2 ** 20;

/** Reads device memory through buffers that the host can map. */
export class Reader {
  private readonly free: GPUBuffer[] = [];

  constructor(
    private readonly health: Health,
    private readonly queue: Queue,
    private readonly faults: Faults,
  ) {}

  /** A copy of `length` elements from `offset` on, after all queued work; rejects with that work's errors. */
  async read(block: Block, dtype: DType, offset: number, length: number): Promise<TypedArray> {
    const { health, queue, faults } = this;
    health.check("read", block);
    const first = Math.floor((offset * itemBytes(dtype)) / 4) * 4;
    // At least a word, as every read waits for work.
    const bytes = Math.max(4, Math.ceil(((offset + length) * itemBytes(dtype) - first) / 4) * 4);
    const target = this.take(FAULT_BYTES + bytes);
    const messages = faults.readInto(target);
    block.lastUse = queue.serial;
    const batch = queue.push({ from: block.buffer, fromByte: first, to: target, toByte: FAULT_BYTES, bytes });
    try {
      await Promise.race([this.map(batch, target), health.whenLost]);
    } catch (error) {
      target.destroy();
      throw health.lost ?? error;
    }
    const copy = target.getMappedRange();
    const fault = faultIn(new Uint32Array(copy, 0, FAULT_BYTES / 4), messages);
    const data = toHost(copy, dtype, FAULT_BYTES + offset * itemBytes(dtype) - first, length);
    target.unmap();
    this.give(target);
    health.tell();
    if (fault !== undefined) throw new BackendError(fault);
    return data;
  }

  private async map(batch: Batch, target: GPUBuffer): Promise<void> {
    await batch.sent;
    await Promise.all([target.mapAsync(MAP_READ), batch.inspected]);
  }

  private take(bytes: number): GPUBuffer {
    const fit = this.free.findIndex(({ size }) => size >= bytes && size <= Math.max(4 * bytes, SMALLEST));
    if (fit >= 0) return this.free.splice(fit, 1)[0];
    return this.health.device.createBuffer({
      label: "readback",
      size: bytes > LARGEST_KEPT ? bytes : Math.max(SMALLEST, 2 ** Math.ceil(Math.log2(bytes))),
      usage: BufferUsage.MAP_READ | BufferUsage.COPY_DST,
    });
  }

  private give(buffer: GPUBuffer): void {
    if (this.free.length < KEPT && buffer.size <= LARGEST_KEPT) this.free.push(buffer);
    else buffer.destroy();
  }
}
