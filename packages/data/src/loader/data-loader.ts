import { ArgumentError, tensor, type Tensor } from "@nn/core";
import { permutation, randomStream } from "../random";
import { gatherRows } from "./gather-rows";
import type { Batch, HostArray, TensorDataset } from "./tensor-dataset";

export interface DataLoaderOptions {
  /** Samples per batch; the last one may be smaller. Default: 1. */
  readonly batchSize?: number;
  /** Whether each epoch has an order of its own. Default: false. */
  readonly shuffle?: boolean;
  /** What the orders depend on, together with the epoch's number. Default: 0. */
  readonly seed?: number;
  /** Whether samples that do not fill a batch are left out. Default: false. */
  readonly dropLast?: boolean;
}

type Sources = ConstructorParameters<typeof TensorDataset>;

/**
 * Cuts a dataset into batches: `for await (const [x, y] of loader)` goes through it once. The tensors of a batch are
 * disposed when the loop asks for the next one; clone what has to live longer.
 */
export class DataLoader<S extends Sources> implements AsyncIterable<Batch<S>> {
  /** Batches per epoch. */
  readonly length: number;
  /** The number of the epoch that the next loop goes through. Set it to go on where an earlier run stopped. */
  epoch = 0;
  private readonly batchSize: number;
  private readonly shuffle: boolean;
  private readonly seed: number;

  constructor(
    private readonly dataset: TensorDataset<S>,
    options: DataLoaderOptions = {},
  ) {
    const { batchSize = 1, shuffle = false, seed = 0, dropLast = false } = options;
    if (dataset.length === 0) throw new ArgumentError("DataLoader: the dataset is empty");
    if (!Number.isSafeInteger(batchSize) || batchSize < 1) {
      throw new ArgumentError(`DataLoader: batchSize must be an integer of at least 1, got ${batchSize}`);
    }
    if (!Number.isSafeInteger(seed) || seed < 0) {
      throw new ArgumentError(`DataLoader: seed must be a non-negative integer below 2^53, got ${seed}`);
    }
    if (dropLast && batchSize > dataset.length) {
      throw new ArgumentError(
        `DataLoader: with dropLast there is no batch at all: batchSize ${batchSize} is more than the ` +
          `${dataset.length} samples`,
      );
    }
    this.batchSize = batchSize;
    this.shuffle = shuffle;
    this.seed = seed;
    this.length = dropLast ? Math.floor(dataset.length / batchSize) : Math.ceil(dataset.length / batchSize);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Batch<S>, void, undefined> {
    const order = this.order(this.epoch++);
    const arrays = await this.dataset.host();
    for (let i = 0; i < this.length; i++) {
      const samples = order.subarray(i * this.batchSize, (i + 1) * this.batchSize);
      const batch = arrays.map((array) => cut(array, samples));
      yield batch as Batch<S>;
      for (const t of batch) t.dispose();
    }
  }

  private order(epoch: number): Uint32Array {
    const { length } = this.dataset;
    if (this.shuffle) return permutation(length, randomStream(this.seed, epoch));
    return Uint32Array.from({ length }, (_, i) => i);
  }
}

function cut({ data, shape, dtype }: HostArray, samples: Uint32Array): Tensor {
  const sampleSize = data.length / shape[0];
  const rows = gatherRows(data, sampleSize, samples);
  return tensor(rows, { shape: [samples.length, ...shape.slice(1)], dtype });
}
