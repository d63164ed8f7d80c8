import { BackendError } from "@nn/core";
import type { Block } from "./block";
import { BufferUsage } from "./flags";
import type { Limits } from "./limits";

const SMALLEST = 256;
/** Free memory kept for later, in bytes: as much as is in use, and at least this. */
const KEPT = 256 * 2 ** 20;

/**
 * Buffers by size class. One that is given back may be handed out at once, since the device does all work in the
 * order in which it was queued.
 */
export class Pool {
  private readonly free = new Map<number, Block[]>();
  private readonly largest: number;
  private nextId = 1;
  /** Bytes in use, and bytes kept for later. */
  usedBytes = 0;
  freeBytes = 0;
  /** Buffers of both kinds. */
  buffers = 0;

  constructor(
    private readonly device: GPUDevice,
    limits: Limits,
    /** Told of an allocation that the device has no room for. */
    private readonly onFailure: (message: string) => void,
  ) {
    // Reads copy a little more than the elements, into one buffer.
    this.largest = Math.min(limits.maxStorageBufferBindingSize, limits.maxBufferSize - SMALLEST);
  }

  take(bytes: number): Block {
    const size = this.sizeFor(bytes);
    const block = this.free.get(size)?.pop();
    this.usedBytes += size;
    if (!block) return this.create(size);
    this.freeBytes -= size;
    block.free = false;
    return block;
  }

  give(block: Block): void {
    if (block.free) return;
    block.free = true;
    this.usedBytes -= block.size;
    this.freeBytes += block.size;
    const list = this.free.get(block.size);
    if (list) insert(list, block);
    else this.free.set(block.size, [block]);
  }

  /**
   * Gives free memory beyond what is worth keeping back to the device, the largest first; work up to batch
   * `submitted` is on its way. Tells whether there was any.
   */
  trim(submitted: number, kept = Math.max(KEPT, this.usedBytes)): boolean {
    const before = this.buffers;
    if (this.freeBytes <= kept) return false;
    for (const [size, list] of [...this.free].sort(([a], [b]) => b - a)) {
      const rest = list.filter((block) => {
        if (this.freeBytes <= kept || block.lastUse > submitted) return true;
        this.destroy(block);
        return false;
      });
      this.free.set(size, rest);
    }
    return this.buffers < before;
  }

  private destroy(block: Block): void {
    block.buffer.destroy();
    this.freeBytes -= block.size;
    this.buffers--;
  }

  private create(size: number): Block {
    const { device } = this;
    device.pushErrorScope("out-of-memory");
    const buffer = device.createBuffer({
      size,
      usage: BufferUsage.STORAGE | BufferUsage.COPY_SRC | BufferUsage.COPY_DST,
    });
    const block: Block = { id: this.nextId++, buffer, size, device, lastUse: 0, free: false, madeFor: "a tensor" };
    this.buffers++;
    device.popErrorScope().then(
      (error) => {
        if (error) this.onFailure(`out of memory: ${size} bytes for ${block.madeFor} (${error.message})`);
      },
      () => {},
    );
    return block;
  }

  /** The size class of `bytes`. */
  private sizeFor(bytes: number): number {
    if (bytes > this.largest) {
      throw new BackendError(
        `webgpu: asked for ${bytes} bytes, but this device binds at most ${this.largest} in one buffer ` +
          "(maxStorageBufferBindingSize); take smaller batches or split the tensor",
      );
    }
    return Math.min(classOf(bytes), Math.max(Math.floor(this.largest / 16) * 16, Math.ceil(bytes / 4) * 4));
  }
}

/** Keeps the oldest last, to be taken first: steps that repeat then meet the same buffers, and their bind groups. */
function insert(list: Block[], block: Block): void {
  let at = list.length;
  while (at > 0 && list[at - 1].id < block.id) at--;
  list.splice(at, 0, block);
}

/** The least of the sizes 2ⁿ, 1.25·2ⁿ, 1.5·2ⁿ and 1.75·2ⁿ that holds `bytes`. */
function classOf(bytes: number): number {
  if (bytes <= SMALLEST) return SMALLEST;
  const step = 2 ** (Math.floor(Math.log2(bytes - 1)) - 2);
  return Math.ceil(bytes / step) * step;
}
