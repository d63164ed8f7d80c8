import { checkInteger, checkNotNegative } from "../checks";
import { LRScheduler, type ScheduledOptimizer, type SchedulerOptions } from "./lr-scheduler";

export interface StepLROptions extends SchedulerOptions {
  /** Steps between two changes. */
  stepSize: number;
  /** What rates are multiplied by. Default 0.1. */
  gamma?: number;
}

/** Multiplies learning rates by `gamma` every `stepSize` steps. */
export class StepLR extends LRScheduler {
  readonly stepSize: number;
  readonly gamma: number;

  constructor(optimizer: ScheduledOptimizer, { stepSize, gamma = 0.1, ...options }: StepLROptions) {
    super("StepLR", optimizer, options);
    checkInteger(this.name, "stepSize", stepSize);
    checkNotNegative(this.name, "gamma", gamma);
    this.stepSize = stepSize;
    this.gamma = gamma;
    this.start();
  }

  protected nextLrs(): number[] {
    const isDue = this.lastEpoch > 0 && this.lastEpoch % this.stepSize === 0;
    return this.currentLrs().map((lr) => (isDue ? lr * this.gamma : lr));
  }
}
