import { BackendError, ITEM_SIZE, type DType, type TypedArray, type View } from "@nn/core";
import type { Exports } from "../generated/exports";
import { relaxed } from "../generated/relaxed";
import { simd } from "../generated/simd";
import { hasCarefulRegisters, hasRelaxedSimd, hasSimd } from "./features";
import { Heap } from "./heap";
import { PLAN, SCRATCH, SCRATCH_BYTES } from "./layout";
import { fromBase64, withUnsharedMemory } from "./load";
import { WebAssembly, type Memory, type Module } from "./web-assembly";
import { type Splitting, Team, type WasmKernel } from "./team";

const PAGE = 2 ** 16;
const MAX_PAGES = 2 ** 16;

type Range = [from: number, to: number];

/** Kernels that may run in parts: their last parameters are `from` and `to`. */
export type PartsKernel = {
  [K in keyof Exports]: Parameters<Exports[K]> extends [...number[], ...Range] ? K : never;
}[keyof Exports];

export type ArgumentsOf<K extends PartsKernel> =
  Parameters<Exports[K]> extends [...infer A extends number[], ...Range] ? A : never;

/** A block of the linear memory. */
export interface Block {
  readonly address: number;
  readonly bytes: number;
  isFree: boolean;
}

/** A WebAssembly module with its memory and threads: what kernels work with. */
export class Machine {
  /** The memory as words; the plan of a walk is written through it. */
  words: Int32Array;
  private readonly heap: Heap;
  private disposed = false;
  private readonly team: Team | undefined;

  /** Rows of a product's tile: the relaxed module has wider ones, for engines that can allocate their registers. */
  readonly tileRows = hasRelaxedSimd() && hasCarefulRegisters() ? 6 : 4;

  private constructor(
    readonly exports: Exports,
    private readonly memory: Memory,
    modules: readonly Module[],
    readonly threads: number,
    splitting: Splitting,
  ) {
    this.words = new Int32Array(memory.buffer);
    this.heap = new Heap(memory, SCRATCH + threads * SCRATCH_BYTES, () => {
      this.words = new Int32Array(memory.buffer);
    });
    if (threads > 1) this.team = new Team(threads, modules, memory, Object.keys(exports), splitting);
  }

  /** Compiles the module, with fused multiply-add where the engine has it, and starts the workers. */
  static async start(threads: number, splitting: Splitting = "worthwhile"): Promise<Machine> {
    if (!hasSimd()) {
      throw new BackendError(
        "wasm: this engine has no WebAssembly SIMD (Chrome 91, Firefox 89, Safari 16.4, Node 16.4 or later have); use @nn/backend-cpu here",
      );
    }
    const shared = threads > 1;
    const sources = hasRelaxedSimd() ? [simd, relaxed] : [simd];
    const modules = await Promise.all(
      sources.map(fromBase64).map((wasm) => WebAssembly.compile(shared ? wasm : withUnsharedMemory(wasm))),
    );
    const memory = makeMemory((SCRATCH + threads * SCRATCH_BYTES) / PAGE, shared);
    const exports: Record<string, unknown> = {};
    for (const module of modules) {
      const instance = new WebAssembly.Instance(module, { env: { memory }, Math });
      (instance.exports as unknown as Exports).setScratch(SCRATCH);
      Object.assign(exports, instance.exports);
    }
    return new Machine(exports as unknown as Exports, memory, modules, threads, splitting);
  }

  /** Runs a kernel over units 0 to `units`: in parts on all threads when there are `grain` units or more for each. */
  parallel<K extends PartsKernel>(name: K, units: number, grain: number, ...args: ArgumentsOf<K>): void {
    const kernel = this.exports[name] as unknown as WasmKernel;
    if (this.team) this.team.run(name, kernel, units, grain, args);
    else kernel(...args, 0, units);
  }

  /** Into how many parts work should be split of which `grain` is worth a thread: 1 on one thread. */
  parts(work: number, grain: number): number {
    return this.team?.parts(work, grain) ?? 1;
  }

  /** Workers that have started. */
  get readyWorkers(): number {
    return this.team?.ready ?? 0;
  }

  allocate(bytes: number): Block {
    if (this.disposed) throw new BackendError("wasm: the backend was disposed");
    return { address: this.heap.allocate(bytes), bytes, isFree: false };
  }

  /** Freeing a block again does nothing. */
  free(block: Block): void {
    if (block.isFree) return;
    block.isFree = true;
    this.heap.free(block.address, block.bytes);
  }

  /** Calls `fn` with the address of `bytes` bytes that are its own until it returns. */
  borrow<T>(bytes: number, fn: (address: number) => T): T {
    const address = this.heap.allocate(bytes);
    try {
      return fn(address);
    } finally {
      this.heap.free(address, bytes);
    }
  }

  /** Writes numbers to the place where kernels look for the plan of a walk, and gives its address. */
  writePlan(plan: readonly number[]): number {
    this.words.set(plan, PLAN / 4);
    return PLAN;
  }

  /** Fills a block from its start. */
  write({ address }: Block, data: TypedArray): void {
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    new Uint8Array(this.memory.buffer, address, data.byteLength).set(bytes);
  }

  /** `length` elements at `address`, as they are in memory until it grows. */
  elements(dtype: DType, address: number, length: number): TypedArray {
    return new ARRAYS[dtype](this.memory.buffer, address, length);
  }

  /** Stops the workers. The memory goes when nothing refers to the machine. */
  dispose(): void {
    this.disposed = true;
    this.team?.dispose();
  }
}

/** As large as it may grow; where the system cannot reserve that much addresses, as devices with 32 bits, less. */
function makeMemory(initial: number, shared: boolean): Memory {
  for (let maximum = MAX_PAGES; ; maximum /= 2) {
    try {
      return new WebAssembly.Memory({ initial, maximum, shared });
    } catch (error) {
      if (maximum / 2 < initial) throw error;
    }
  }
}

const ARRAYS = {
  float32: Float32Array,
  float64: Float64Array,
  int32: Int32Array,
  uint8: Uint8Array,
  bool: Uint8Array,
} as unknown as Readonly<Record<DType, new (buffer: ArrayBufferLike, address: number, length: number) => TypedArray>>;

/** Where the first element of a view is. */
export function addressOf({ buffer, dtype, offset }: View): number {
  return (buffer as Block).address + offset * ITEM_SIZE[dtype];
}
