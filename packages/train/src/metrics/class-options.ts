import { TrainError } from "../error";

/** How outputs and targets of classes are read. */
export interface ClassOptions {
  /**
   * For two classes and one number per sample, in the target's shape: above it the prediction is class 1. 0 for logits,
   * 0.5 for probabilities. When absent, outputs are [batch, classes, ...] and the largest counts.
   */
  threshold?: number;
  /** Targets of this class count for nothing. */
  ignoreIndex?: number;
}

export function checkClassOptions(name: string, { threshold, ignoreIndex }: ClassOptions): void {
  if (threshold !== undefined && !Number.isFinite(threshold)) {
    throw new TrainError(`${name}: threshold must be a finite number, got ${threshold}`);
  }
  if (ignoreIndex !== undefined && !Number.isInteger(ignoreIndex)) {
    throw new TrainError(`${name}: ignoreIndex must be an integer, got ${ignoreIndex}`);
  }
}
