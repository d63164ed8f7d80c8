import { Batch, type Copy, isDispatch, type Job } from "./batch";
import { BufferUsage } from "./flags";
import { UNIFORM_BYTES } from "./pipelines";

/** Most jobs of one submission. */
const MOST_JOBS = 256;
/** So many are enough when the device has nothing to do. */
const ENOUGH_JOBS = 64;
/** Bytes of uniforms of one job, mostly. */
const JOB_BYTES = 256;
/** Submissions on their way at a time: the device draws the page between them. */
const MOST_UNDER_WAY = 3;

/** A way to run the jobs of a batch other than by one submission. */
export type Runner = (batch: Batch) => Promise<void>;

/**
 * Collects work and submits it in batches, in order. A batch waits for the shaders that it needs, so nothing blocks
 * while they compile.
 */
export class Queue {
  /** The batch that is being collected. */
  private batch: Batch;
  /** Settles when every batch before `batch` is on its way; undefined when they are. */
  private waiting: Promise<void> | undefined;
  private isScheduled = false;
  private readonly underWay = new Set<Promise<void>>();
  private readonly capacity: number;
  private readonly alignment: number;
  /** The uniforms of the batch on its way: rewritten by each, as the device keeps to the order. */
  readonly uniforms: GPUBuffer;
  /** The number of the last batch on its way. */
  submitted = 0;
  /** Runs batches in place of `submit`. */
  runner: Runner | undefined;

  constructor(
    readonly device: GPUDevice,
    private readonly fail: (message: string) => void,
    private readonly afterSubmit: () => void,
  ) {
    this.alignment = device.limits.minUniformBufferOffsetAlignment;
    this.capacity = MOST_JOBS * Math.max(this.alignment, JOB_BYTES);
    this.uniforms = device.createBuffer({
      label: "uniforms",
      size: this.capacity + UNIFORM_BYTES,
      usage: BufferUsage.UNIFORM | BufferUsage.COPY_DST,
    });
    this.batch = new Batch(1, new Uint32Array(this.capacity / 4));
  }

  /** The number of the batch that is being collected. */
  get serial(): number {
    return this.batch.serial;
  }

  /** The uniforms of the batch that is being collected. */
  get words(): Uint32Array<ArrayBuffer> {
    return this.batch.words;
  }

  /** The first of `bytes` bytes in `words` for the next job, to be filled before anything else is queued. */
  reserve(bytes: number): number {
    const taken = Math.ceil(bytes / this.alignment) * this.alignment;
    if (this.batch.usedBytes + taken > this.capacity) this.flush();
    const at = this.batch.usedBytes;
    this.batch.usedBytes += taken;
    return at;
  }

  /** Queues a job; gives the batch that it goes with. */
  push(job: Job): Batch {
    const { batch } = this;
    batch.jobs.push(job);
    const isIdle = this.underWay.size === 0 && !this.waiting;
    if (batch.jobs.length >= (isIdle ? ENOUGH_JOBS : MOST_JOBS)) this.flush();
    else this.schedule();
    return batch;
  }

  /** Queues a copy from a buffer that is destroyed afterwards. */
  upload(copy: Copy): void {
    this.batch.uploads.push(copy.from);
    this.push(copy);
  }

  /** What nobody waits for goes to the device when the caller's own work is done. */
  private schedule(): void {
    if (this.isScheduled) return;
    this.isScheduled = true;
    queueMicrotask(() => {
      this.isScheduled = false;
      this.flush();
    });
  }

  /** Sends what is collected on its way, once its shaders are there. */
  flush(): void {
    const { batch } = this;
    if (batch.jobs.length === 0) return;
    const missing = batch.missing();
    const isDirect = missing.length === 0 && !this.waiting && !this.runner && this.underWay.size < MOST_UNDER_WAY;
    this.batch = new Batch(batch.serial + 1, isDirect ? batch.words : new Uint32Array(this.capacity / 4));
    if (isDirect) {
      this.submit(batch);
      return;
    }
    const waiting = this.sendAfter(this.waiting, missing, batch).then(() => {
      if (this.waiting === waiting) this.waiting = undefined;
    });
    this.waiting = waiting;
  }

  private async sendAfter(before: Promise<void> | undefined, missing: Promise<void>[], batch: Batch): Promise<void> {
    await before;
    await Promise.all(missing);
    while (this.underWay.size >= MOST_UNDER_WAY) await Promise.race(this.underWay);
    if (!this.runner) {
      this.submit(batch);
      return;
    }
    try {
      await this.runner(batch);
    } catch (error) {
      this.fail((error as Error).message);
      this.settle(batch);
    }
  }

  /** Resolves when all work collected so far is done. */
  async finish(): Promise<void> {
    this.flush();
    while (this.waiting) await this.waiting;
    await Promise.all(this.underWay);
  }

  /** Puts the uniforms of a batch in their place. */
  writeUniforms({ words, usedBytes }: Batch): void {
    if (usedBytes > 0) this.device.queue.writeBuffer(this.uniforms, 0, words, 0, usedBytes / 4);
  }

  private submit(batch: Batch): void {
    const { device } = this;
    device.pushErrorScope("out-of-memory");
    device.pushErrorScope("validation");
    this.writeUniforms(batch);
    const encoder = device.createCommandEncoder();
    this.encode(encoder, batch.jobs);
    device.queue.submit([encoder.finish()]);
    batch.inspected = this.inspect(batch, [device.popErrorScope(), device.popErrorScope()]);
    this.settle(batch);
  }

  /** Marks a batch as being on its way. */
  settle(batch: Batch): void {
    this.submitted = batch.serial;
    for (const upload of batch.uploads) upload.destroy();
    // A lost device is told of by reads.
    const done = this.device.queue
      .onSubmittedWorkDone()
      .catch(() => {})
      .then(() => {
        this.underWay.delete(done);
      });
    this.underWay.add(done);
    batch.markSent();
    this.afterSubmit();
  }

  encode(encoder: GPUCommandEncoder, jobs: readonly Job[], timestampWrites?: GPUComputePassTimestampWrites): void {
    let pass: GPUComputePassEncoder | undefined;
    for (const job of jobs) {
      if (!isDispatch(job)) {
        pass?.end();
        pass = undefined;
        encoder.copyBufferToBuffer(job.from, job.fromByte, job.to, job.toByte, job.bytes);
        continue;
      }
      const { compiled, error, name } = job.pipeline;
      if (!compiled) {
        this.fail(`${name}: the shader does not compile: ${error?.message}`);
        continue;
      }
      pass ??= encoder.beginComputePass({ timestampWrites });
      pass.setPipeline(compiled);
      pass.setBindGroup(0, job.group, [job.uniforms]);
      pass.dispatchWorkgroups(job.x, job.y, job.z);
    }
    pass?.end();
  }

  private async inspect(batch: Batch, scopes: readonly Promise<GPUError | null>[]): Promise<void> {
    const found = await Promise.all(scopes.map((scope) => scope.catch(() => null)));
    for (const error of found) if (error) this.fail(`${error.message} (among ${batch.names()})`);
  }
}
