import type { Tensor } from "@nn/core";
import type { Batch, Dataset, IterableDataset, Sample } from "../datasets/dataset";
import { BatchLoader } from "./batch-loader";
import type { CollateOptions, DataLoaderOptions } from "./options";

/**
 * Cuts a dataset into batches: `for await (const [x, y] of loader)` goes through it once. The tensors of a batch are
 * disposed when the loop asks for the next one and when it ends; take `detach()` of what has to live longer.
 */
export type DataLoader<
  S extends readonly unknown[],
  B extends readonly Tensor[] = Batch<S>,
  Length extends number | undefined = number,
> = BatchLoader<B, Length>;

/** Numbered datasets have a known number of batches, iterable ones do not; that is why this is no plain class. */
interface DataLoaderConstructor {
  // Those with `collate` come first: its parameter gets its type from the first that is tried.
  new <S, B extends readonly Tensor[]>(
    dataset: Dataset<S> | readonly S[],
    options: CollateOptions<S, B>,
  ): BatchLoader<B, number>;
  new <S extends Sample>(
    dataset: Dataset<S> | readonly S[],
    options?: DataLoaderOptions<S>,
  ): BatchLoader<Batch<S>, number>;
  new <S, B extends readonly Tensor[]>(
    dataset: IterableDataset<S>,
    options: CollateOptions<S, B>,
  ): BatchLoader<B, undefined>;
  new <S extends Sample>(dataset: IterableDataset<S>, options?: DataLoaderOptions<S>): BatchLoader<Batch<S>, undefined>;
}

export const DataLoader: DataLoaderConstructor = BatchLoader;
