import type { Dataset } from "../datasets/dataset";
import { sampleStreams } from "../random";
import type { BatchCursor, BatchPlan, BatchSource } from "./batch-source";
import { EpochOrder } from "./epoch-order";
import type { SampleReader } from "./sample-reader";

/** Asks a dataset for the samples of a batch, all at once. */
export class SampleSource<T> implements BatchSource<T[]> {
  readonly samples: number;

  constructor(
    private readonly dataset: Dataset<unknown> | readonly unknown[],
    private readonly plan: BatchPlan,
    private readonly read: SampleReader<T>,
  ) {
    this.samples = dataset.length;
  }

  open(epoch: number, first: number): BatchCursor<T[]> {
    const order = new EpochOrder(this.samples, this.plan, epoch, first);
    const streams = sampleStreams(this.plan.seed, epoch);
    const get = async (index: number): Promise<T> => {
      const { dataset } = this;
      const sample: unknown = "get" in dataset ? await dataset.get(index) : dataset[index];
      return this.read(sample, index, streams(index));
    };
    return {
      next: () => {
        const places = order.next();
        return places && Promise.all(Array.from(places, get));
      },
      close: async () => undefined,
    };
  }
}
