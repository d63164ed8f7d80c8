import { ArgumentError } from "@nn/core";
import { checkChoice, checkDecay, checkInteger, checkNotNegative, checkPositive, checkShare } from "../checks";
import { LRScheduler, type ScheduledOptimizer, type SchedulerOptions, type SchedulerState } from "./lr-scheduler";
import { perGroup } from "./per-group";

export interface OneCycleLROptions extends SchedulerOptions {
  /** The highest learning rate, for all groups or one per group. */
  maxLr: number | readonly number[];
  /** Steps of the whole cycle; epochs · stepsPerEpoch when absent. */
  totalSteps?: number;
  epochs?: number;
  stepsPerEpoch?: number;
  /** The share of the steps in which rates rise, in [0, 1]. Default 0.3. */
  pctStart?: number;
  /** How to go from one value to the next. Default "cos". */
  annealStrategy?: "cos" | "linear";
  /** Let momentum (or `betas[0]`) fall while rates rise, and the other way round. Default true. */
  cycleMomentum?: boolean;
  /** The lowest momentum, for all groups or one per group. Default 0.85. */
  baseMomentum?: number | readonly number[];
  /** The highest momentum, for all groups or one per group. Default 0.95. */
  maxMomentum?: number | readonly number[];
  /** Rates start at maxLr / divFactor. Default 25. */
  divFactor?: number;
  /** They end at that / finalDivFactor. Default 1e4. */
  finalDivFactor?: number;
  /** Fall as long as rise, to the start, and then to the end; else straight to the end. Default false. */
  threePhase?: boolean;
}

/** The values of one group at the ends of the phases. */
interface Waypoints {
  readonly lrs: readonly number[];
  readonly momenta: readonly number[];
}

/**
 * One cycle of learning rates, up and down and further down, with momentum the other way round
 * (https://arxiv.org/abs/1708.07120). It counts optimizer steps, not epochs, and ends: a step beyond `totalSteps` is an
 * error.
 */
export class OneCycleLR extends LRScheduler {
  readonly totalSteps: number;
  readonly #waypoints: readonly Waypoints[];
  /** The step that ends each phase; fractional. */
  readonly #ends: readonly number[];
  readonly #anneal: (from: number, to: number, share: number) => number;
  readonly #cyclesMomentum: boolean;

  constructor(optimizer: ScheduledOptimizer, options: OneCycleLROptions) {
    const { maxLr, pctStart = 0.3, annealStrategy = "cos", cycleMomentum = true, threePhase = false } = options;
    const { baseMomentum = 0.85, maxMomentum = 0.95, divFactor = 25, finalDivFactor = 1e4, lastEpoch } = options;
    super("OneCycleLR", optimizer, { lastEpoch });
    const { name } = this;
    this.totalSteps = totalStepsOf(name, options);
    checkShare(name, "pctStart", pctStart);
    checkChoice(name, "annealStrategy", annealStrategy, ["cos", "linear"]);
    checkPositive(name, "divFactor", divFactor);
    checkPositive(name, "finalDivFactor", finalDivFactor);
    if (threePhase && pctStart > 0.5) {
      throw new ArgumentError(`${name}: threePhase needs a pctStart of at most 0.5, got ${pctStart}`);
    }
    const peaks = perGroup(name, "maxLr", optimizer, maxLr);
    const lows = perGroup(name, "baseMomentum", optimizer, baseMomentum);
    const highs = perGroup(name, "maxMomentum", optimizer, maxMomentum);
    for (const peak of peaks) checkNotNegative(name, "maxLr", peak);
    for (const low of lows) checkDecay(name, "baseMomentum", low);
    for (const high of highs) checkDecay(name, "maxMomentum", high);
    if (cycleMomentum) checkMomentum(name, optimizer);

    const { totalSteps } = this;
    this.#ends = threePhase
      ? [pctStart * totalSteps - 1, 2 * pctStart * totalSteps - 2, totalSteps - 1]
      : [pctStart * totalSteps - 1, totalSteps - 1];
    this.#waypoints = peaks.map((peak, i) => {
      const [low, high] = [lows[i], highs[i]];
      const first = peak / divFactor;
      const last = first / finalDivFactor;
      return threePhase
        ? { lrs: [first, peak, first, last], momenta: [high, low, high, high] }
        : { lrs: [first, peak, last], momenta: [high, low, high] };
    });
    this.#anneal = annealStrategy === "cos" ? annealByCosine : annealEvenly;
    this.#cyclesMomentum = cycleMomentum;
    this.baseLrs = this.#waypoints.map(({ lrs }) => lrs[0]);
    if (this.lastEpoch === -1) optimizer.groups.forEach((group, i) => (group.initialLr = this.baseLrs[i]));
    this.start();
  }

  protected nextLrs(): number[] {
    const { lastEpoch, totalSteps } = this;
    if (lastEpoch > totalSteps) {
      throw new ArgumentError(`${this.name}: step ${lastEpoch} is beyond totalSteps, which is ${totalSteps}`);
    }
    const { phase, share } = this.#position();
    this.#setMomentum(phase, share);
    return this.#waypoints.map(({ lrs }) => this.#anneal(lrs[phase], lrs[phase + 1], share));
  }

  /** The phase at hand and how much of it is over, in [0, 1]. */
  #position(): { phase: number; share: number } {
    const ends = this.#ends;
    let phase = 0;
    while (phase < ends.length - 1 && this.lastEpoch > ends[phase]) phase++;
    const start = phase === 0 ? 0 : ends[phase - 1];
    const length = ends[phase] - start;
    return { phase, share: length > 0 ? Math.min(1, (this.lastEpoch - start) / length) : 1 };
  }

  #setMomentum(phase: number, share: number): void {
    if (!this.#cyclesMomentum) return;
    this.optimizer.groups.forEach((group, i) => {
      const { momenta } = this.#waypoints[i];
      const momentum = this.#anneal(momenta[phase], momenta[phase + 1], share);
      if (group.betas) group.betas = [momentum, group.betas[1]];
      else group.momentum = momentum;
    });
  }

  override checkState(state: SchedulerState): void {
    super.checkState(state);
    if (state.lastEpoch <= this.totalSteps) return;
    throw new ArgumentError(
      `${this.name}.loadStateDict: the state is at step ${state.lastEpoch}, beyond totalSteps, which is ${this.totalSteps}`,
    );
  }

  override loadStateDict(state: SchedulerState): void {
    super.loadStateDict(state);
    const { phase, share } = this.#position();
    this.#setMomentum(phase, share);
  }
}

function totalStepsOf(owner: string, { totalSteps, epochs, stepsPerEpoch }: OneCycleLROptions): number {
  if (totalSteps !== undefined) {
    checkInteger(owner, "totalSteps", totalSteps);
    return totalSteps;
  }
  if (epochs === undefined || stepsPerEpoch === undefined) {
    throw new ArgumentError(`${owner}: expected totalSteps, or epochs and stepsPerEpoch`);
  }
  checkInteger(owner, "epochs", epochs);
  checkInteger(owner, "stepsPerEpoch", stepsPerEpoch);
  return epochs * stepsPerEpoch;
}

function checkMomentum(owner: string, { groups }: ScheduledOptimizer): void {
  if (groups.every(({ betas, momentum }) => betas !== undefined || momentum !== undefined)) return;
  throw new ArgumentError(`${owner}: the optimizer has neither momentum nor betas to cycle; set cycleMomentum: false`);
}

function annealByCosine(from: number, to: number, share: number): number {
  return to + ((from - to) / 2) * (Math.cos(Math.PI * share) + 1);
}

function annealEvenly(from: number, to: number, share: number): number {
  return from + (to - from) * share;
}
