import { ArgumentError } from "@nn/core";

/** Where a loader stands: `batch` batches of epoch `epoch` were handed out. Plain data, for checkpoints. */
export interface LoaderState {
  readonly epoch: number;
  readonly batch: number;
}

/** A copy of `state`; an `ArgumentError` when it is none, or stands behind the `length` batches of an epoch. */
export function checkState(state: unknown, length: number | undefined): LoaderState {
  if (typeof state !== "object" || state === null) {
    throw new ArgumentError(`DataLoader: a state is { epoch, batch }, got ${state === null ? "null" : typeof state}`);
  }
  const { epoch, batch } = state as Record<string, unknown>;
  checkCount("epoch of the state", epoch);
  checkCount("batch of the state", batch);
  if (length !== undefined && batch > length) {
    throw new ArgumentError(
      `DataLoader: the state stands behind batch ${batch}, but an epoch has ${length}; is it of another dataset or batchSize?`,
    );
  }
  return { epoch, batch };
}

export function checkCount(name: string, value: unknown): asserts value is number {
  if (Number.isSafeInteger(value) && (value as number) >= 0) return;
  throw new ArgumentError(`DataLoader: ${name} must be a non-negative integer, got ${String(value)}`);
}
