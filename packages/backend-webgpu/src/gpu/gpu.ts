import { BackendError, type DType, type TypedArray } from "@nn/core";
import type { Block } from "./block";
import { FAULT_BYTES, Faults } from "./faults";
import { BufferUsage } from "./flags";
import { Health } from "./health";
import { checkGroups, type Limits, limitsOf, lowered } from "./limits";
import { type DeviceRequest, findAdapter, openDevice } from "./open-device";
import { type Pipeline, Pipelines, UNIFORM_BYTES } from "./pipelines";
import { Pool } from "./pool";
import { type Profile, Profiler } from "./profiler";
import type { Program } from "./program";
import { Queue } from "./queue";
import { Reader } from "./reader";
import { toDevice } from "./storage";
import { loadPlan, type Plan, type PlanName } from "../plans/plan";

/** One run of a program. */
export interface Run {
  /** Names all that the program's text depends on. */
  readonly key: string;
  readonly program: () => Program;
  /** In the order of the program's bindings. */
  readonly buffers: readonly object[];
  /** In the order of the program's uniforms. */
  readonly uniforms: readonly number[];
  /** Workgroups, in three dimensions. */
  readonly groups: readonly [number, number, number];
}

/** Shaders that were asked for and not compiled when a warm-up began or later, and those of them that are compiled. */
export interface WarmupProgress {
  readonly compiled: number;
  readonly asked: number;
}

/** Bind groups remembered. */
const MOST_GROUPS = 4096;

/** A device with its memory, shaders and queue. */
export class Gpu {
  device!: GPUDevice;
  /** Counts the devices so far. */
  generation = 0;
  info!: GPUAdapterInfo;
  limits!: Limits;
  pool!: Pool;
  pipelines!: Pipelines;
  queue!: Queue;
  faults!: Faults;
  /**
   * Whether the adapter computes on the processor: workgroup memory, barriers and many invocations gain nothing there.
   */
  isSoftware!: boolean;
  plan!: Plan;
  private health!: Health;
  private reader!: Reader;
  private readonly groups = new Map<string, GPUBindGroup>();
  private isDisposed = false;

  private constructor(
    private readonly request: DeviceRequest,
    private readonly planName: PlanName | undefined,
  ) {}

  /** Kernels follow the adapter's plan unless another is given. */
  static async open(request: DeviceRequest, plan?: PlanName): Promise<Gpu> {
    const gpu = new Gpu(request, plan);
    await gpu.start(request.adapter);
    return gpu;
  }

  private async start(given?: GPUAdapter): Promise<void> {
    const { features, limits, powerPreference } = this.request;
    const adapter = given ?? (await findAdapter(powerPreference));
    const device = await openDevice(adapter, features);
    const planName = this.planName ?? planFor(adapter);
    const plan = await loadPlan(planName);
    const health = new Health(device);
    const fail = (message: string): void => health.fail(message);
    this.generation++;
    this.device = device;
    this.info = adapter.info;
    this.health = health;
    this.limits = lowered(limitsOf(device), limits);
    this.isSoftware = planName === "software";
    this.plan = plan;
    this.groups.clear();
    this.pipelines = new Pipelines(device, this.limits);
    this.pool = new Pool(device, this.limits, fail);
    this.queue = new Queue(device, fail, () => {
      if (this.pool.trim(this.queue.submitted)) this.groups.clear();
    });
    this.faults = new Faults(this.pool.take(FAULT_BYTES), this.pool.take(FAULT_BYTES), this.queue);
    this.reader = new Reader(health, this.queue, this.faults);
  }

  get features(): ReadonlySet<string> {
    return this.device.features as ReadonlySet<string>;
  }

  /** A new device in place of a lost one, of the preferred adapter: the old one gives no second. */
  async restore(): Promise<void> {
    if (this.isDisposed) throw this.health.lost as Error;
    this.device.destroy();
    await this.start();
  }

  dispose(): void {
    this.isDisposed = true;
    this.health.lost = new BackendError("webgpu: the backend was disposed");
    this.device.destroy();
  }

  take(bytes: number): Block {
    this.health.check("webgpu");
    return this.pool.take(bytes);
  }

  /** Memory of a lost device needs no giving back. */
  give(block: Block): void {
    if (block.device === this.device && !this.health.lost) this.pool.give(block);
  }

  /** Runs `fn` with memory that work queued by it may use. */
  borrow(bytes: number, fn: (block: Block) => void): void {
    const block = this.take(bytes);
    try {
      fn(block);
    } finally {
      this.give(block);
    }
  }

  /** Queues a run of a program. */
  run({ key, program, buffers, uniforms, groups }: Run): void {
    const [x, y, z] = groups;
    if (x === 0 || y === 0 || z === 0) return;
    const pipeline = this.pipelines.get(key, program);
    checkGroups(pipeline.name, groups, this.limits);
    const { queue } = this;
    const at = queue.reserve(uniforms.length * 4);
    const { words } = queue;
    for (let i = 0; i < uniforms.length; i++) {
      words[at / 4 + i] = pipeline.isFloat[i] ? bitsOf(uniforms[i]) : uniforms[i];
    }
    queue.push({ pipeline, group: this.groupOf(pipeline, buffers as readonly Block[]), uniforms: at, x, y, z });
  }

  private groupOf(pipeline: Pipeline, blocks: readonly Block[]): GPUBindGroup {
    const { serial } = this.queue;
    let key = pipeline.signature;
    for (const block of blocks) {
      this.health.check(pipeline.name, block);
      if (block.lastUse === 0) block.madeFor = pipeline.name;
      block.lastUse = serial;
      key += `,${block.id}`;
    }
    let group = this.groups.get(key);
    if (!group) {
      if (this.groups.size >= MOST_GROUPS) this.groups.clear();
      group = this.device.createBindGroup({
        label: pipeline.name,
        layout: pipeline.layout,
        entries: [
          { binding: 0, resource: { buffer: this.queue.uniforms, size: UNIFORM_BYTES } },
          ...blocks.map(({ buffer }, i) => ({ binding: i + 1, resource: { buffer } })),
        ],
      });
      this.groups.set(key, group);
    }
    return group;
  }

  /** Fills a buffer from its start. */
  write(block: Block, data: TypedArray): void {
    this.health.check("write", block);
    const bytes = toDevice(data);
    if (bytes.byteLength === 0) return;
    if (block.lastUse <= this.queue.submitted) {
      this.device.queue.writeBuffer(block.buffer, 0, bytes);
      return;
    }
    // Work that is still to be submitted uses what the buffer holds.
    const size = bytes.byteLength;
    const upload = this.device.createBuffer({ size, usage: BufferUsage.COPY_SRC, mappedAtCreation: true });
    new Uint8Array(upload.getMappedRange()).set(bytes);
    upload.unmap();
    block.lastUse = this.queue.serial;
    this.queue.upload({ from: upload, fromByte: 0, to: block.buffer, toByte: 0, bytes: size });
  }

  /** Runs `fn`, sync or async, and measures each kernel that it queues. */
  async profile(fn: () => unknown): Promise<Profile> {
    const { queue } = this;
    if (queue.runner) throw new BackendError("webgpu: profile cannot run inside profile");
    await queue.finish();
    const profiler = new Profiler(queue);
    queue.runner = (batch) => profiler.run(batch);
    try {
      await fn();
      await queue.finish();
    } finally {
      queue.runner = undefined;
    }
    return profiler.result();
  }

  /** Runs `fn`, sync or async, and resolves when its shaders are compiled and its work is done. */
  async warmup(fn: () => unknown, onProgress?: (progress: WarmupProgress) => void): Promise<void> {
    const stop = this.pipelines.observe((compiled, asked) => onProgress?.({ compiled, asked }));
    try {
      await fn();
      await this.queue.finish();
      this.health.tell();
    } finally {
      stop();
    }
  }

  /** A copy of `length` elements from `offset` on, after all queued work; rejects with that work's errors. */
  read(block: Block, dtype: DType, offset: number, length: number): Promise<TypedArray> {
    return this.reader.read(block, dtype, offset, length);
  }
}

function planFor({ info: { architecture, isFallbackAdapter } }: GPUAdapter): PlanName {
  const software = isFallbackAdapter || architecture === "swiftshader" || architecture.startsWith("llvmpipe");
  return software ? "software" : "hardware";
}

const float = /* @__PURE__ */ new Float32Array(1);
const bits = /* @__PURE__ */ new Uint32Array(float.buffer);

function bitsOf(value: number): number {
  float[0] = value;
  return bits[0];
}
