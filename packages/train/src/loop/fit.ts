import type { Tensor } from "@nn/core";
import type { Callback } from "../callbacks/callback";
import type { CheckpointOptions } from "../checkpoints/run-checkpoints";
import type { Loss, Model } from "../model";
import type { Batches } from "./batches";
import type { EpochRecord, Metrics } from "./figures";
import { FitRun } from "./fit-run";
import type { TrainingOptimizer } from "./run";
import type { Schedule } from "./schedule";

export interface FitOptions<Output = Tensor, M extends Metrics<Output> = Record<never, never>> {
  loss: Loss<Output>;
  optimizer: TrainingOptimizer;
  /** Times to go through the data; those of a resumed run count. */
  epochs: number;
  /** What the model is evaluated on after each epoch. */
  validation?: Batches;
  /** By the names that their values get. */
  metrics?: M;
  schedule?: Schedule;
  /** Batches whose gradients are averaged for one step of the optimizer. Default 1. */
  accumulate?: number;
  callbacks?: readonly Callback[];
  /** Where to keep the state of the run, so that it can go on after any interruption. */
  checkpoints?: CheckpointOptions;
  /** Aborting ends the run after the batch at hand, saves a checkpoint if there are any, and throws the reason. */
  signal?: AbortSignal;
}

/**
 * Trains `model` on `batches`, each an array of the model's inputs and the target, and gives a record per epoch. With
 * checkpoints, a resumed run gives the same bits as an uninterrupted one.
 */
export function fit<Output = Tensor, M extends Metrics<Output> = Record<never, never>>(
  model: Model<Output>,
  batches: Batches,
  options: FitOptions<Output, M>,
): Promise<EpochRecord<M>[]> {
  return new FitRun<Output, M>(model, batches, options).start();
}
