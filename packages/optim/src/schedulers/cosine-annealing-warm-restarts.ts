import { checkInteger, checkNotNegative } from "../checks";
import { LRScheduler, type ScheduledOptimizer, type SchedulerOptions } from "./lr-scheduler";

export interface CosineAnnealingWarmRestartsOptions extends SchedulerOptions {
  /** Steps to the first restart. */
  t0: number;
  /** How many times longer than the last each further run is. Default 1. */
  tMult?: number;
  /** The smallest learning rate. Default 0. */
  etaMin?: number;
}

/**
 * Moves learning rates along a half cosine from their initial values to `etaMin`, again and again
 * (https://arxiv.org/abs/1608.03983).
 */
export class CosineAnnealingWarmRestarts extends LRScheduler {
  readonly t0: number;
  readonly tMult: number;
  readonly etaMin: number;

  constructor(
    optimizer: ScheduledOptimizer,
    { t0, tMult = 1, etaMin = 0, ...options }: CosineAnnealingWarmRestartsOptions,
  ) {
    super("CosineAnnealingWarmRestarts", optimizer, options);
    checkInteger(this.name, "t0", t0);
    checkInteger(this.name, "tMult", tMult);
    checkNotNegative(this.name, "etaMin", etaMin);
    this.t0 = t0;
    this.tMult = tMult;
    this.etaMin = etaMin;
    this.start();
  }

  protected nextLrs(): number[] {
    const share = this.#progress();
    return this.baseLrs.map((base) => this.etaMin + ((base - this.etaMin) * (1 + Math.cos(Math.PI * share))) / 2);
  }

  /** How much of the run at hand is over, in [0, 1). */
  #progress(): number {
    const { t0, tMult } = this;
    if (tMult === 1) return (this.lastEpoch % t0) / t0;
    let [at, length] = [this.lastEpoch, t0];
    while (at >= length) {
      at -= length;
      length *= tMult;
    }
    return at / length;
  }
}
