import { ArgumentError, type DType, tensor, type Tensor } from "@nn/core";
import type { Dataset, IterableDataset } from "../datasets/dataset";
import { type HostArray, isTensor } from "../datasets/host-array";
import { Subset } from "../datasets/subset";
import { TensorDataset } from "../datasets/tensor-dataset";
import type { Transform } from "../transforms/transform";
import type { BatchPlan, BatchSource } from "./batch-source";
import type { CollateOptions, DataLoaderOptions } from "./options";
import { RowSource } from "./row-source";
import { hostReader, rawReader, type SampleFunction, type SampleReader } from "./sample-reader";
import { SampleSource } from "./sample-source";
import { stack } from "./stack";
import { StreamSource } from "./stream-source";

type Numbered = Dataset<unknown> | readonly unknown[];

/** What a loader may go through. */
export type LoadedDataset = Numbered | IterableDataset<unknown>;

/** Options of either kind, whatever the samples. */
export type LoadedOptions = Omit<DataLoaderOptions<never>, "transform"> &
  Partial<Pick<CollateOptions<never, readonly Tensor[]>, "collate">> & {
    readonly transform?: Transform | SampleFunction<never, unknown>;
  };

/** Batches on their way to tensors. */
export interface Pipeline {
  readonly source: BatchSource<unknown>;
  /** Makes the tensors of what the source gave. */
  readonly make: (batch: never) => readonly Tensor[];
}

export function createPipeline(dataset: LoadedDataset, options: LoadedOptions): Pipeline {
  const { batchSize = 1, shuffle = false, seed = 0, dropLast = false, transform, dtypes, collate } = options;
  const plan: BatchPlan = { batchSize, shuffle, seed, dropLast };
  if (collate !== undefined) {
    const make = (samples: readonly never[]): readonly Tensor[] => checkCollated(collate(samples));
    return { source: sourceOf(dataset, plan, rawReader(transform)), make };
  }
  const rows = rowsOf(dataset);
  if (rows !== undefined && typeof transform !== "function") {
    const source = new RowSource(rows.dataset, rows.indices, plan, transform);
    return { source, make: (arrays: readonly HostArray[]) => tensorsOf(arrays, dtypes) };
  }
  const make = (samples: readonly HostArray[][]): Tensor[] => tensorsOf(stack(samples), dtypes);
  return { source: sourceOf(dataset, plan, hostReader(transform)), make };
}

function sourceOf<T>(dataset: LoadedDataset, plan: BatchPlan, read: SampleReader<T>): BatchSource<T[]> {
  return isNumbered(dataset) ? new SampleSource(dataset, plan, read) : new StreamSource(dataset, plan, read);
}

/** Whether samples have numbers; an `ArgumentError` for what is no dataset at all. */
export function isNumbered(dataset: LoadedDataset): dataset is Numbered {
  const given: unknown = dataset;
  if (Array.isArray(given)) return true;
  if (typeof given === "object" && given !== null) {
    if ("get" in given && typeof given.get === "function" && "length" in given) return true;
    if (Symbol.asyncIterator in given || Symbol.iterator in given) return false;
  }
  throw new ArgumentError(
    "DataLoader: expected a dataset with `length` and `get(index)`, an array of samples, or an iterable of them",
  );
}

/** The arrays behind a dataset whose samples are their rows, and the rows of a subset. */
function rowsOf(dataset: LoadedDataset) {
  let indices: Uint32Array | undefined;
  let inner: unknown = dataset;
  while (inner instanceof Subset) {
    const subset: Subset<unknown> = inner;
    indices = indices === undefined ? subset.indices : indices.map((index) => subset.indices[index]);
    inner = subset.dataset;
  }
  return inner instanceof TensorDataset ? { dataset: inner as TensorDataset<[HostArray]>, indices } : undefined;
}

function tensorsOf(arrays: readonly HostArray[], dtypes: readonly (DType | undefined)[] = []): Tensor[] {
  if (dtypes.length > arrays.length) {
    throw new ArgumentError(`DataLoader: dtypes names ${dtypes.length} dtypes for batches of ${arrays.length} tensors`);
  }
  return arrays.map(({ data, shape, dtype }, i) => tensor(data, { shape, dtype: dtypes[i] ?? dtype }));
}

function checkCollated(batch: readonly Tensor[]): readonly Tensor[] {
  if (!Array.isArray(batch) || !batch.every(isTensor)) {
    throw new ArgumentError("DataLoader: collate must return an array of tensors, and not a promise");
  }
  // Handles of the loader's own, since it frees them: the dataset may keep these tensors.
  return batch.map((t: Tensor) => t.detach());
}
