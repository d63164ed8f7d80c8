import { permutation, randomStream, range } from "../random";
import type { BatchPlan } from "./batch-source";

/** The numbers of an epoch's samples, batch by batch from number `first` on. */
export class EpochOrder {
  private readonly order: Uint32Array;
  private readonly end: number;
  private start: number;

  constructor(
    samples: number,
    private readonly plan: BatchPlan,
    epoch: number,
    first: number,
  ) {
    const { shuffle, seed, batchSize } = plan;
    this.order = shuffle ? permutation(samples, randomStream(seed, epoch)) : range(samples);
    this.start = first * batchSize;
    this.end = plan.dropLast ? samples - (samples % batchSize) : samples;
  }

  /** Undefined after the last batch. */
  next(): Uint32Array | undefined {
    if (this.start >= this.end) return undefined;
    this.start += this.plan.batchSize;
    return this.order.subarray(this.start - this.plan.batchSize, Math.min(this.start, this.end));
  }
}
