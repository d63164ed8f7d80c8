import { ArgumentError } from "@nn/core";
import { checkChoice, checkDecay, checkInteger, checkNotNegative } from "../checks";
import { LRScheduler, type ScheduledOptimizer, type SchedulerState } from "./lr-scheduler";
import { perGroup } from "./per-group";

export interface ReduceLROnPlateauOptions {
  /** Whether the metric should fall or rise. Default "min". */
  mode?: "min" | "max";
  /** What rates are multiplied by, in [0, 1). Default 0.1. */
  factor?: number;
  /** Steps without improvement that are put up with. Default 10. */
  patience?: number;
  /** What an improvement must exceed. Default 1e-4. */
  threshold?: number;
  /** Whether `threshold` is a share of the best metric or an amount. Default "rel". */
  thresholdMode?: "rel" | "abs";
  /** Steps after a reduction in which nothing is counted. Default 0. */
  cooldown?: number;
  /** The smallest learning rate, for all groups or one per group. Default 0. */
  minLr?: number | readonly number[];
  /** Smaller changes of a rate are not made. Default 1e-8. */
  eps?: number;
}

export interface ReduceLROnPlateauState extends SchedulerState {
  /** Null while there was no metric. */
  best: number | null;
  numBadEpochs: number;
  cooldownCounter: number;
}

/**
 * Multiplies learning rates by `factor` when a metric, such as the validation loss, has not improved for more than
 * `patience` steps. `step(metric)` takes a finite number: NaN and Infinity cannot be ranked and are errors, where PyTorch
 * goes on with smaller rates.
 */
export class ReduceLROnPlateau extends LRScheduler {
  readonly #options: Required<Omit<ReduceLROnPlateauOptions, "minLr">>;
  readonly #minLrs: readonly number[];
  #best: number | null = null;
  #numBadEpochs = 0;
  #cooldownCounter = 0;

  constructor(optimizer: ScheduledOptimizer, options: ReduceLROnPlateauOptions = {}) {
    const { mode = "min", factor = 0.1, patience = 10, threshold = 1e-4, thresholdMode = "rel" } = options;
    const { cooldown = 0, minLr = 0, eps = 1e-8 } = options;
    super("ReduceLROnPlateau", optimizer);
    const { name } = this;
    checkChoice(name, "mode", mode, ["min", "max"]);
    checkDecay(name, "factor", factor);
    checkInteger(name, "patience", patience, 0);
    checkNotNegative(name, "threshold", threshold);
    checkChoice(name, "thresholdMode", thresholdMode, ["rel", "abs"]);
    checkInteger(name, "cooldown", cooldown, 0);
    checkNotNegative(name, "eps", eps);
    this.#minLrs = [...perGroup(name, "minLr", optimizer, minLr)];
    for (const lr of this.#minLrs) checkNotNegative(name, "minLr", lr);
    this.#options = { mode, factor, patience, threshold, thresholdMode, cooldown, eps };
    this.start();
  }

  protected nextLrs(isFirst: boolean, metric?: number): number[] {
    if (isFirst) return this.currentLrs();
    this.#checkMetric(metric);
    const { patience, cooldown, factor, eps } = this.#options;
    if (this.#isBetter(metric)) {
      this.#best = metric;
      this.#numBadEpochs = 0;
    } else {
      this.#numBadEpochs++;
    }
    if (this.#cooldownCounter > 0) {
      this.#cooldownCounter--;
      this.#numBadEpochs = 0;
    }
    if (this.#numBadEpochs <= patience) return this.currentLrs();
    this.#cooldownCounter = cooldown;
    this.#numBadEpochs = 0;
    return this.currentLrs().map((lr, i) => {
      const reduced = Math.max(lr * factor, this.#minLrs[i]);
      return lr - reduced > eps ? reduced : lr;
    });
  }

  #checkMetric(metric: number | undefined): asserts metric is number {
    if (Number.isFinite(metric)) return;
    const advice =
      typeof metric === "number"
        ? "training has probably diverged; leave the step out to go on regardless"
        : "hand it over, as in scheduler.step(await loss.item())";
    throw new ArgumentError(`${this.name}: step() needs a metric, a finite number, got ${String(metric)}; ${advice}`);
  }

  #isBetter(metric: number): boolean {
    if (this.#best === null) return true;
    const { mode, threshold, thresholdMode } = this.#options;
    const margin = mode === "min" ? -threshold : threshold;
    const limit = thresholdMode === "rel" ? this.#best * (1 + margin) : this.#best + margin;
    return mode === "min" ? metric < limit : metric > limit;
  }

  override stateDict(): ReduceLROnPlateauState {
    return {
      ...super.stateDict(),
      best: this.#best,
      numBadEpochs: this.#numBadEpochs,
      cooldownCounter: this.#cooldownCounter,
    };
  }

  override checkState(state: ReduceLROnPlateauState): void {
    super.checkState(state);
    const owner = `${this.name}.loadStateDict`;
    const { best, numBadEpochs, cooldownCounter } = state;
    checkInteger(owner, "numBadEpochs", numBadEpochs, 0);
    checkInteger(owner, "cooldownCounter", cooldownCounter, 0);
    if (best === null || Number.isFinite(best)) return;
    throw new ArgumentError(`${owner}: best must be a finite number or null, got ${best}`);
  }

  override loadStateDict(state: ReduceLROnPlateauState): void {
    super.loadStateDict(state);
    this.#best = state.best;
    this.#numBadEpochs = state.numBadEpochs;
    this.#cooldownCounter = state.cooldownCounter;
  }
}
