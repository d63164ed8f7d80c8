import type { Tensor } from "@nn/core";
import type { Model } from "../model";
import type { EpochRecord } from "./figures";

/** What the loop needs of an optimizer; those of `@nn/optim` have it. */
export interface TrainingOptimizer {
  readonly groups: readonly { lr: number; readonly params: readonly Tensor[] }[];
  step(): void;
  zeroGrad(): void;
  stateDict(): object;
  loadStateDict(state: object): void;
}

/** A run of `fit` as callbacks see it. */
export interface Run {
  readonly model: Model<unknown>;
  readonly optimizer: TrainingOptimizer;
  /** The number of the epoch at hand, from 1. */
  readonly epoch: number;
  readonly epochs: number;
  /** Batches of this epoch, or of its validation, that are done. */
  readonly batch: number;
  /** Batches of an epoch, or of the validation, where that is known. */
  readonly batches: number | undefined;
  /** Steps of the optimizer so far. */
  readonly step: number;
  readonly isValidating: boolean;
  /** The epochs that are done. */
  readonly history: readonly EpochRecord[];
  /** Ends the run after this epoch. */
  stop(reason: string): void;
  /** Why the run was stopped before its last epoch. */
  readonly stopReason: string | undefined;
}
