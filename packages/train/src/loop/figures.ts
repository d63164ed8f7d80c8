import type { Tensor } from "@nn/core";
import type { Metric } from "../metrics/metric";

/** What a metric gives: a number, one per class, or a matrix. */
export type MetricValue = number | readonly number[] | readonly (readonly number[])[];

/** A `Metric`, or anything that works like one. */
export type MetricLike<Output = Tensor> = Pick<
  Metric<MetricValue, Output>,
  "update" | "compute" | "reset" | "stateDict" | "loadStateDict"
>;

/** Metrics under the names that their values get. */
export type Metrics<Output = Tensor> = Readonly<Record<string, MetricLike<Output>>>;

/** The mean loss over some batches, and the metrics. */
export type Figures<M = Readonly<Record<string, { compute(): Promise<MetricValue> }>>> = {
  readonly loss: number;
} & { readonly [K in keyof M]: M[K] extends { compute(): Promise<infer Value> } ? Value : never };

/** What one epoch came to. */
export interface EpochRecord<M = Readonly<Record<string, { compute(): Promise<MetricValue> }>>> {
  /** From 1. */
  readonly epoch: number;
  /** Steps of the optimizer since the start of the run. */
  readonly step: number;
  /** The learning rate at the epoch's end, of the first group. */
  readonly lr: number;
  /** What the epoch took, validation included. */
  readonly seconds: number;
  readonly train: Figures<M>;
  readonly validation?: Figures<M>;
}
