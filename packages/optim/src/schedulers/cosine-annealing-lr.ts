import { checkInteger, checkNotNegative } from "../checks";
import { LRScheduler, type ScheduledOptimizer, type SchedulerOptions } from "./lr-scheduler";

export interface CosineAnnealingLROptions extends SchedulerOptions {
  /** Steps from the initial learning rates to `etaMin`; as many lead back. */
  tMax: number;
  /** The smallest learning rate. Default 0. */
  etaMin?: number;
}

/**
 * Moves learning rates along a half cosine from their initial values to `etaMin` in `tMax` steps, and on from there.
 * https://arxiv.org/abs/1608.03983, without restarts
 */
export class CosineAnnealingLR extends LRScheduler {
  readonly tMax: number;
  readonly etaMin: number;

  constructor(optimizer: ScheduledOptimizer, { tMax, etaMin = 0, ...options }: CosineAnnealingLROptions) {
    super("CosineAnnealingLR", optimizer, options);
    checkInteger(this.name, "tMax", tMax);
    checkNotNegative(this.name, "etaMin", etaMin);
    this.tMax = tMax;
    this.etaMin = etaMin;
    this.start();
  }

  protected nextLrs(isFirst: boolean): number[] {
    const { lastEpoch: epoch, tMax, etaMin, baseLrs } = this;
    const rates = this.currentLrs();
    if (epoch === 0) return rates;
    const share = (at: number): number => 1 + Math.cos((Math.PI * at) / tMax);
    if (isFirst) return baseLrs.map((base) => etaMin + ((base - etaMin) * share(epoch)) / 2);
    // From the lowest point, where rates hold nothing of the initial ones, the recursion starts again.
    const isRising = (epoch - 1 - tMax) % (2 * tMax) === 0;
    if (isRising) return rates.map((lr, i) => lr + ((baseLrs[i] - etaMin) * (1 - Math.cos(Math.PI / tMax))) / 2);
    return rates.map((lr) => (share(epoch) / share(epoch - 1)) * (lr - etaMin) + etaMin);
  }
}
