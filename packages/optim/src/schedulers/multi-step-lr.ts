import { checkMilestones, checkNotNegative } from "../checks";
import { LRScheduler, type ScheduledOptimizer, type SchedulerOptions } from "./lr-scheduler";

export interface MultiStepLROptions extends SchedulerOptions {
  /** The steps at which rates change, increasing. */
  milestones: readonly number[];
  /** What rates are multiplied by. Default 0.1. */
  gamma?: number;
}

/** Multiplies learning rates by `gamma` at each milestone. */
export class MultiStepLR extends LRScheduler {
  readonly milestones: readonly number[];
  readonly gamma: number;

  constructor(optimizer: ScheduledOptimizer, { milestones, gamma = 0.1, ...options }: MultiStepLROptions) {
    super("MultiStepLR", optimizer, options);
    checkMilestones(this.name, milestones);
    checkNotNegative(this.name, "gamma", gamma);
    this.milestones = [...milestones];
    this.gamma = gamma;
    this.start();
  }

  protected nextLrs(): number[] {
    const isDue = this.milestones.includes(this.lastEpoch);
    return this.currentLrs().map((lr) => (isDue ? lr * this.gamma : lr));
  }
}
