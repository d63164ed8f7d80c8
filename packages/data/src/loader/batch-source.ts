/** Where the batches of a loader come from, before they are tensors. */
export interface BatchSource<T> {
  /** Samples per epoch; undefined when that shows only at the end. */
  readonly samples: number | undefined;
  /** The batches of an epoch from number `first` on. */
  open(epoch: number, first: number): BatchCursor<T>;
}

/** Gives one batch after the other. */
export interface BatchCursor<T> {
  /** Starts the next batch, whether or not earlier ones are ready; undefined, at once or later, after the last one. */
  next(): Promise<T | undefined> | undefined;
  /** Ends the work. With `wait`, resolves when the dataset has cleaned up. */
  close(wait: boolean): Promise<void>;
}

/** How samples become batches. */
export interface BatchPlan {
  readonly batchSize: number;
  readonly dropLast: boolean;
  readonly shuffle: boolean;
  readonly seed: number;
}
