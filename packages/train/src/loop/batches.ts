import { Tensor } from "@nn/core";
import { TrainError } from "../error";
import type { TrainingBatch } from "../model";

/** Where a loader stands: `batch` batches of epoch `epoch` have been handed out. */
export interface LoaderPosition {
  readonly epoch: number;
  readonly batch: number;
}

/** Batches to go through once per epoch: a `DataLoader`, an array, or anything else that can be looped over repeatedly. */
export type Batches = (AsyncIterable<TrainingBatch> | Iterable<TrainingBatch>) & {
  /** Batches per epoch, where that is known. */
  readonly length?: number;
  stateDict?(): LoaderPosition;
  loadStateDict?(position: LoaderPosition): void;
};

/** A model's inputs and the target beside them. */
export function splitBatch(batch: TrainingBatch): { inputs: Tensor[]; target: Tensor } {
  if (!Array.isArray(batch) || batch.length === 0 || !batch.every((item) => item instanceof Tensor)) {
    throw new TrainError("a batch must be an array of tensors, the inputs of the model and then the target");
  }
  const target = batch[batch.length - 1] as Tensor;
  return { inputs: batch.length === 1 ? [target] : (batch.slice(0, -1) as Tensor[]), target };
}

/** Goes through `batches`; when `signal` aborts, throws its reason at once, also while a batch is awaited. */
export async function* untilAborted(batches: Batches, signal: AbortSignal | undefined): AsyncGenerator<TrainingBatch> {
  const iterator = Symbol.asyncIterator in batches ? batches[Symbol.asyncIterator]() : batches[Symbol.iterator]();
  let isWaiting = false;
  try {
    for (;;) {
      signal?.throwIfAborted();
      isWaiting = true;
      const { done, value } = await abortable(Promise.resolve(iterator.next()), signal);
      isWaiting = false;
      if (done) return;
      yield value;
    }
  } finally {
    const end = Promise.resolve(iterator.return?.()).catch(() => undefined);
    // A source that never gives its batch would hold up the end.
    if (!isWaiting) await end;
  }
}

/** `promise`, or a rejection with the signal's reason as soon as it aborts. */
function abortable<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  // Not Promise.race with one promise for all batches, which would remember each of them.
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason as Error);
    signal.addEventListener("abort", onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort));
  });
}
