import { ArgumentError, type DType, DTYPES, DTypeError, type Tensor } from "@nn/core";
import type { Sample } from "../datasets/dataset";
import { checkSeed } from "../splits/shares";
import type { Transform } from "../transforms/transform";
import type { SampleFunction } from "./sample-reader";

interface LoopOptions {
  /** Samples per batch; the last one may be smaller. Default: 1. */
  readonly batchSize?: number;
  /** Whether each epoch has an order of its own. Not for iterable datasets. Default: false. */
  readonly shuffle?: boolean;
  /** What the orders and random transforms depend on, together with the epoch's number. Default: 0. */
  readonly seed?: number;
  /** Whether samples that do not fill a batch are left out. Default: false. */
  readonly dropLast?: boolean;
  /** Batches to prepare ahead while the loop works on one: for datasets that wait for something. At most 1000. Default: 0. */
  readonly prefetch?: number;
  /** Ends the loop with the signal's reason, also while it waits for the dataset. */
  readonly signal?: AbortSignal;
}

export interface DataLoaderOptions<S = Sample> extends LoopOptions {
  /** Changes the first field of every sample as float32; or a function that changes whole samples. */
  readonly transform?: Transform | SampleFunction<S>;
  /** The dtype of each tensor of a batch, such as "int32" for labels that are plain numbers; undefined leaves it as it is. */
  readonly dtypes?: readonly (DType | undefined)[];
}

export interface CollateOptions<S, B extends readonly Tensor[]> extends LoopOptions {
  readonly transform?: Transform | SampleFunction<S, S>;
  /** Makes the tensors of a batch from its samples, instead of stacking their fields. What else it makes is freed. */
  readonly collate: (samples: readonly S[]) => B;
}

const MOST_AHEAD = 1000;

/** Throws an `ArgumentError` for options that are out of their range. */
export function checkOptions(options: LoopOptions & { readonly dtypes?: unknown }): void {
  const { batchSize = 1, seed = 0, prefetch = 0, dtypes } = options;
  if (!Number.isSafeInteger(batchSize) || batchSize < 1) {
    throw new ArgumentError(`DataLoader: batchSize must be an integer of at least 1, got ${batchSize}`);
  }
  checkSeed("DataLoader", seed);
  if (!Number.isSafeInteger(prefetch) || prefetch < 0 || prefetch > MOST_AHEAD) {
    throw new ArgumentError(`DataLoader: prefetch must be an integer from 0 to ${MOST_AHEAD}, got ${prefetch}`);
  }
  if (dtypes === undefined) return;
  if (!Array.isArray(dtypes)) throw new ArgumentError("DataLoader: dtypes must be an array with one dtype per field");
  const wrong = dtypes.find((dtype) => dtype !== undefined && !DTYPES.includes(dtype as DType));
  if (wrong === undefined) return;
  throw new DTypeError(`DataLoader: dtypes holds ${JSON.stringify(wrong)}, expected ${DTYPES.join(", ")} or undefined`);
}
