import { checkInteger, checkNotNegative } from "../checks";
import { LRScheduler, type ScheduledOptimizer, type SchedulerOptions } from "./lr-scheduler";

export interface PolynomialLROptions extends SchedulerOptions {
  /** Steps to a rate of 0. Default 5. */
  totalIters?: number;
  /** Default 1. */
  power?: number;
}

/** Multiplies initial learning rates by (1 − step / totalIters)^power. */
export class PolynomialLR extends LRScheduler {
  readonly totalIters: number;
  readonly power: number;

  constructor(optimizer: ScheduledOptimizer, { totalIters = 5, power = 1, ...options }: PolynomialLROptions = {}) {
    super("PolynomialLR", optimizer, options);
    checkInteger(this.name, "totalIters", totalIters);
    checkNotNegative(this.name, "power", power);
    this.totalIters = totalIters;
    this.power = power;
    this.start();
  }

  protected nextLrs(): number[] {
    const { lastEpoch: epoch, totalIters, power } = this;
    if (epoch === 0 || epoch > totalIters) return this.currentLrs();
    const change = ((1 - epoch / totalIters) / (1 - (epoch - 1) / totalIters)) ** power;
    return this.currentLrs().map((lr) => lr * change);
  }
}
