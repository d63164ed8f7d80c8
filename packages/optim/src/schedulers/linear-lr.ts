import { checkInteger, checkPositive, checkShare } from "../checks";
import { LRScheduler, type ScheduledOptimizer, type SchedulerOptions } from "./lr-scheduler";

export interface LinearLROptions extends SchedulerOptions {
  /** What rates are multiplied by at first, in (0, 1]. Default 1/3. */
  startFactor?: number;
  /** What they are multiplied by in the end, in [0, 1]. Default 1. */
  endFactor?: number;
  /** Steps from one to the other. Default 5. */
  totalIters?: number;
}

/** Moves the factor of learning rates evenly from `startFactor` to `endFactor` in `totalIters` steps. */
export class LinearLR extends LRScheduler {
  readonly startFactor: number;
  readonly endFactor: number;
  readonly totalIters: number;

  constructor(optimizer: ScheduledOptimizer, options: LinearLROptions = {}) {
    const { startFactor = 1 / 3, endFactor = 1, totalIters = 5, ...rest } = options;
    super("LinearLR", optimizer, rest);
    checkPositive(this.name, "startFactor", startFactor);
    checkShare(this.name, "startFactor", startFactor);
    checkShare(this.name, "endFactor", endFactor);
    checkInteger(this.name, "totalIters", totalIters);
    this.startFactor = startFactor;
    this.endFactor = endFactor;
    this.totalIters = totalIters;
    this.start();
  }

  protected nextLrs(): number[] {
    const { lastEpoch: epoch, startFactor, endFactor, totalIters } = this;
    const rates = this.currentLrs();
    if (epoch === 0) return rates.map((lr) => lr * startFactor);
    if (epoch > totalIters) return rates;
    const slope = endFactor - startFactor;
    const change = 1 + slope / (totalIters * startFactor + (epoch - 1) * slope);
    // At an endFactor of 0 rounding may go below.
    return rates.map((lr) => Math.max(0, lr * change));
  }
}
