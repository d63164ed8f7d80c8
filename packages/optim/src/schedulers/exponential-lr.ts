import { checkNotNegative } from "../checks";
import { LRScheduler, type ScheduledOptimizer, type SchedulerOptions } from "./lr-scheduler";

export interface ExponentialLROptions extends SchedulerOptions {
  /** What rates are multiplied by. */
  gamma: number;
}

/** Multiplies learning rates by `gamma` at every step. */
export class ExponentialLR extends LRScheduler {
  readonly gamma: number;

  constructor(optimizer: ScheduledOptimizer, { gamma, ...options }: ExponentialLROptions) {
    super("ExponentialLR", optimizer, options);
    checkNotNegative(this.name, "gamma", gamma);
    this.gamma = gamma;
    this.start();
  }

  protected nextLrs(): number[] {
    const factor = this.lastEpoch === 0 ? 1 : this.gamma;
    return this.currentLrs().map((lr) => lr * factor);
  }
}
