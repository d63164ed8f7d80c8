import { ArgumentError } from "@nn/core";
import type { IterableDataset } from "../datasets/dataset";
import { type RandomStream, sampleStreams } from "../random";
import type { BatchCursor, BatchPlan, BatchSource } from "./batch-source";
import type { SampleReader } from "./sample-reader";

/** Takes samples from an iterator, one after the other. */
export class StreamSource<T> implements BatchSource<T[]> {
  readonly samples = undefined;

  constructor(
    private readonly dataset: IterableDataset<unknown>,
    private readonly plan: BatchPlan,
    private readonly read: SampleReader<T>,
  ) {}

  open(epoch: number, first: number): BatchCursor<T[]> {
    return new StreamCursor(this.dataset, this.plan, this.read, epoch, first);
  }
}

class StreamCursor<T> implements BatchCursor<T[]> {
  private readonly iterator: Iterator<unknown> | AsyncIterator<unknown>;
  private readonly streams: (sample: number) => RandomStream;
  /** Samples taken. */
  private taken = 0;
  private ended = false;
  private closed = false;
  /** Batches that were started and are not ready. */
  private pending = 0;
  private last: Promise<T[] | undefined>;

  constructor(
    dataset: IterableDataset<unknown>,
    private readonly plan: BatchPlan,
    private readonly read: SampleReader<T>,
    private readonly epoch: number,
    first: number,
  ) {
    this.iterator = Symbol.asyncIterator in dataset ? dataset[Symbol.asyncIterator]() : dataset[Symbol.iterator]();
    this.streams = sampleStreams(plan.seed, epoch);
    this.last = this.skip(first);
    this.last.catch(() => undefined);
  }

  next(): Promise<T[] | undefined> | undefined {
    if (this.ended) return undefined;
    this.pending++;
    this.last = this.last.then(() => this.pull()).finally(() => this.pending--);
    return this.last;
  }

  async close(wait: boolean): Promise<void> {
    this.closed = true;
    if (this.ended) return;
    this.ended = true;
    // A generator that waits for its next sample cleans up only after that.
    const cleanup = this.cleanUp();
    if (wait && this.pending === 0) await cleanup;
    else cleanup.catch(() => undefined);
  }

  private async cleanUp(): Promise<void> {
    await this.iterator.return?.();
  }

  /** Passes over the batches before `first`. */
  private async skip(first: number): Promise<undefined> {
    const { batchSize, dropLast } = this.plan;
    const count = first * batchSize;
    while (this.taken < count && (await this.take()) !== undefined);
    const batches = dropLast ? Math.floor(this.taken / batchSize) : Math.ceil(this.taken / batchSize);
    if (batches >= first || this.closed) return;
    throw new ArgumentError(
      `DataLoader: the loaded state stands behind batch ${first}, but the dataset ended after ${batches}`,
    );
  }

  private async pull(): Promise<T[] | undefined> {
    const samples: T[] = [];
    while (samples.length < this.plan.batchSize) {
      const sample = await this.take();
      if (sample === undefined) break;
      const index = this.taken - 1;
      samples.push(await this.read(sample.value, index, this.streams(index)));
    }
    if (this.taken === 0 && !this.closed) {
      throw new ArgumentError(
        `DataLoader: the dataset gave no samples in epoch ${this.epoch}. A generator can be gone through only once: ` +
          "give an object whose [Symbol.asyncIterator]() starts another one",
      );
    }
    if (samples.length === 0 || (this.plan.dropLast && samples.length < this.plan.batchSize)) return undefined;
    return samples;
  }

  /** The next sample; undefined after the last one and after `close`. */
  private async take(): Promise<{ value: unknown } | undefined> {
    if (this.ended) return undefined;
    const { done, value } = await this.iterator.next();
    if (done) this.ended = true;
    if (this.ended) return undefined;
    this.taken++;
    return { value: await value };
  }
}
