import type { Batch, Job } from "./batch";
import { isDispatch } from "./batch";
import { BufferUsage, MAP_READ } from "./flags";
import type { Queue } from "./queue";

/** What one kind of kernel took. */
export interface KernelTime {
  readonly name: string;
  readonly runs: number;
  readonly milliseconds: number;
}

/** Where the time of a function's work on the device went. */
export interface Profile {
  /** The longest first. */
  readonly kernels: readonly KernelTime[];
  /** The sum of all. */
  readonly milliseconds: number;
  /** By the device's own clock, or by the host's around each kernel where the device has none to read. */
  readonly clock: "device" | "host";
  /** A table for people. */
  toString(): string;
}

/** Measures each job of the batches that a queue runs. */
export class Profiler {
  private readonly times = new Map<string, { runs: number; milliseconds: number }>();
  private readonly clock: Profile["clock"];

  constructor(private readonly queue: Queue) {
    this.clock = queue.device.features.has("timestamp-query") ? "device" : "host";
  }

  /** The queue's runner while a function is profiled. */
  async run(batch: Batch): Promise<void> {
    const { queue } = this;
    queue.writeUniforms(batch);
    const measured = this.clock === "device" ? await this.byDevice(batch.jobs) : await this.byHost(batch.jobs);
    batch.jobs.forEach((job, i) => {
      const name = isDispatch(job) ? job.pipeline.name : "copy between buffers";
      const { runs, milliseconds } = this.times.get(name) ?? { runs: 0, milliseconds: 0 };
      this.times.set(name, { runs: runs + 1, milliseconds: milliseconds + measured[i] });
    });
    queue.settle(batch);
  }

  /** A pass with timestamps for each dispatch; copies are not timed. */
  private async byDevice(jobs: readonly Job[]): Promise<number[]> {
    const { device } = this.queue;
    const count = 2 * jobs.length;
    const querySet = device.createQuerySet({ type: "timestamp", count });
    const [resolved, mapped] = [
      device.createBuffer({ size: count * 8, usage: BufferUsage.QUERY_RESOLVE | BufferUsage.COPY_SRC }),
      device.createBuffer({ size: count * 8, usage: BufferUsage.MAP_READ | BufferUsage.COPY_DST }),
    ];
    const encoder = device.createCommandEncoder();
    jobs.forEach((job, i) => {
      const writes = { querySet, beginningOfPassWriteIndex: 2 * i, endOfPassWriteIndex: 2 * i + 1 };
      this.queue.encode(encoder, [job], writes);
    });
    encoder.resolveQuerySet(querySet, 0, count, resolved, 0);
    encoder.copyBufferToBuffer(resolved, 0, mapped, 0, count * 8);
    device.queue.submit([encoder.finish()]);
    await mapped.mapAsync(MAP_READ);
    const nanoseconds = new BigUint64Array(mapped.getMappedRange());
    const measured = jobs.map((job, i) =>
      isDispatch(job) ? Number(nanoseconds[2 * i + 1] - nanoseconds[2 * i]) / 1e6 : 0,
    );
    for (const used of [querySet, resolved, mapped]) used.destroy();
    return measured;
  }

  /** Each job alone, with the wait for it: what a submission costs is counted, too. */
  private async byHost(jobs: readonly Job[]): Promise<number[]> {
    const { device } = this.queue;
    const measured: number[] = [];
    for (const job of jobs) {
      const start = performance.now();
      const encoder = device.createCommandEncoder();
      this.queue.encode(encoder, [job]);
      device.queue.submit([encoder.finish()]);
      await device.queue.onSubmittedWorkDone();
      measured.push(performance.now() - start);
    }
    return measured;
  }

  result(): Profile {
    const kernels = [...this.times]
      .map(([name, time]) => ({ name, ...time }))
      .sort((a, b) => b.milliseconds - a.milliseconds);
    const milliseconds = kernels.reduce((sum, kernel) => sum + kernel.milliseconds, 0);
    return { kernels, milliseconds, clock: this.clock, toString: () => tableOf(kernels, milliseconds) };
  }
}

function tableOf(kernels: readonly KernelTime[], total: number): string {
  const width = Math.max(6, ...kernels.map(({ name }) => name.length));
  const line = (name: string, runs: string, time: string, share: string): string =>
    `${name.padEnd(width)} ${runs.padStart(6)} ${time.padStart(10)} ${share.padStart(6)}`;
  return [
    line("kernel", "runs", "ms", "share"),
    ...kernels.map(({ name, runs, milliseconds }) =>
      line(name, String(runs), milliseconds.toFixed(3), `${((100 * milliseconds) / (total || 1)).toFixed(1)}%`),
    ),
    line("all", String(kernels.reduce((sum, { runs }) => sum + runs, 0)), total.toFixed(3), "100.0%"),
  ].join("\n");
}
