import type { Tensor, TypedArray } from "@nn/core";
import type { HostArray } from "./host-array";

/** What one tensor of a batch is stacked from: a scalar, a vector, an array of any shape, or a tensor, which is read. */
export type SampleField = number | TypedArray | HostArray | Tensor;

/** Fields that belong together, such as an image and its label. */
export type Sample = readonly [SampleField, ...SampleField[]];

/** Samples by number. An array of samples is as good. */
export interface Dataset<S = Sample> {
  /** Number of samples. */
  readonly length: number;
  /** Sample `index`, from 0 to below `length`. */
  get(index: number): S | Promise<S>;
}

/** Samples one after the other, as from a stream. Each epoch asks for an iterator of its own. */
export type IterableDataset<S = Sample> = Iterable<S> | AsyncIterable<S>;

/** One tensor per field. */
export type Batch<S extends readonly unknown[]> = { -readonly [K in keyof S]: Tensor };
