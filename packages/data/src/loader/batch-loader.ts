import { ArgumentError, keep, scope, type Tensor } from "@nn/core";
import { abortable } from "./abortable";
import type { BatchCursor } from "./batch-source";
import { checkOptions } from "./options";
import { createPipeline, isNumbered, type LoadedDataset, type LoadedOptions, type Pipeline } from "./pipeline";
import { checkCount, checkState, type LoaderState } from "./state";

/** The class behind `DataLoader`. */
export class BatchLoader<B extends readonly Tensor[], L extends number | undefined> implements AsyncIterable<B> {
  /** Batches per epoch; undefined for iterable datasets. */
  readonly length: L;
  /** Samples per batch. */
  readonly batchSize: number;
  private readonly prefetch: number;
  private readonly signal: AbortSignal | undefined;
  private readonly pipeline: Pipeline;
  private nextEpoch = 0;
  /** The batch that the next loop begins at. */
  private nextBatch = 0;
  /** How far the loop under way has come. */
  private running: { readonly epoch: number; batch: number } | undefined;

  constructor(
    readonly dataset: LoadedDataset,
    options: LoadedOptions = {},
  ) {
    checkOptions(options);
    this.batchSize = options.batchSize ?? 1;
    this.prefetch = options.prefetch ?? 0;
    this.signal = options.signal;
    const count = isNumbered(dataset) ? dataset.length : undefined;
    this.length = countBatches(count, this.batchSize, options) as L;
    this.pipeline = createPipeline(dataset, options);
  }

  /** The number of the epoch that the next loop goes through. Set it to go on where an earlier run stopped. */
  get epoch(): number {
    return this.nextEpoch;
  }

  set epoch(epoch: number) {
    checkCount("epoch", epoch);
    this.nextEpoch = epoch;
    this.nextBatch = 0;
  }

  /**
   * Where the loop under way stands, counting the batch it has in hand as done; between loops, where the next one
   * begins. Batches prepared ahead do not count.
   */
  stateDict(): LoaderState {
    const { epoch, batch } = this.running ?? { epoch: this.nextEpoch, batch: this.nextBatch };
    return { epoch, batch };
  }

  /**
   * Makes the next loop go on from a state: through the rest of that epoch, with the same samples in the same order.
   * An iterable dataset is gone through up to there.
   */
  loadStateDict(state: LoaderState): void {
    const { epoch, batch } = checkState(state, this.length);
    this.nextEpoch = epoch;
    this.nextBatch = batch;
    this.running = undefined;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<B, void, undefined> {
    const progress = { epoch: this.nextEpoch, batch: this.nextBatch };
    this.nextEpoch++;
    this.nextBatch = 0;
    this.running = progress;
    let cursor: BatchCursor<unknown> | undefined;
    let batch: readonly Tensor[] = [];
    try {
      this.signal?.throwIfAborted();
      cursor = this.pipeline.source.open(progress.epoch, progress.batch);
      const ahead: Promise<unknown>[] = [];
      for (;;) {
        fill(ahead, cursor, this.prefetch + 1);
        const host = await abortable(ahead.shift() ?? Promise.resolve(undefined), this.signal);
        if (host === undefined) return;
        batch = this.make(host);
        progress.batch++;
        yield batch as B;
        dispose(batch);
      }
    } finally {
      dispose(batch);
      if (this.running === progress) this.running = undefined;
      await cursor?.close(this.signal?.aborted !== true);
    }
  }

  /** The loop's tensors live until the loader frees them, whatever scope it runs in. */
  private make(host: unknown): readonly Tensor[] {
    const batch = scope(() => this.pipeline.make(host as never));
    for (const t of batch) keep(t);
    return batch;
  }
}

/** Starts batches until `count` are under way. */
function fill(ahead: Promise<unknown>[], cursor: BatchCursor<unknown>, count: number): void {
  while (ahead.length < count) {
    const batch = cursor.next();
    if (batch === undefined) return;
    // A failure is told when the loop gets there.
    batch.catch(() => undefined);
    ahead.push(batch);
  }
}

function dispose(batch: readonly Tensor[]): void {
  for (const t of batch) t.dispose();
}

function countBatches(
  samples: number | undefined,
  batchSize: number,
  { shuffle, dropLast }: LoadedOptions,
): number | undefined {
  if (samples === undefined) {
    if (shuffle) throw new ArgumentError("DataLoader: an iterable dataset comes in its own order, leave shuffle out");
    return undefined;
  }
  checkCount("the dataset's length", samples);
  if (samples === 0) throw new ArgumentError("DataLoader: the dataset is empty");
  if (dropLast && batchSize > samples) {
    throw new ArgumentError(
      `DataLoader: with dropLast there is no batch at all: batchSize ${batchSize} is more than the ${samples} samples`,
    );
  }
  return dropLast ? Math.floor(samples / batchSize) : Math.ceil(samples / batchSize);
}
