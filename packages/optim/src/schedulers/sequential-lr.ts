import { ArgumentError } from "@nn/core";
import { checkMilestones } from "../checks";
import { LRScheduler, type ScheduledOptimizer, type SchedulerState } from "./lr-scheduler";

export interface SequentialLROptions {
  /** Schedulers of the same optimizer. */
  schedulers: readonly LRScheduler[];
  /** The steps at which the second and further ones take over, increasing. */
  milestones: readonly number[];
}

export interface SequentialLRState extends SchedulerState {
  schedulers: SchedulerState[];
}

/**
 * Runs one scheduler after the other; each begins with the initial learning rates when its turn comes. `step(metric)`
 * hands the metric on.
 */
export class SequentialLR extends LRScheduler {
  readonly schedulers: readonly LRScheduler[];
  readonly milestones: readonly number[];

  constructor(optimizer: ScheduledOptimizer, { schedulers, milestones }: SequentialLROptions) {
    super("SequentialLR", optimizer);
    checkSchedulers(optimizer, schedulers);
    checkMilestones(this.name, milestones);
    if (milestones.length !== schedulers.length - 1) {
      throw new ArgumentError(
        `SequentialLR: ${schedulers.length} schedulers need ${schedulers.length - 1} milestones, got ${milestones.length}`,
      );
    }
    this.schedulers = [...schedulers];
    this.milestones = [...milestones];
    this.start();
  }

  protected nextLrs(isFirst: boolean, metric?: number): number[] {
    const { milestones, lastEpoch } = this;
    const turn = milestones.filter((milestone) => milestone <= lastEpoch).length;
    const scheduler = this.schedulers[turn];
    if (isFirst || milestones[turn - 1] === lastEpoch) scheduler.restart();
    else scheduler.step(metric);
    return scheduler.getLastLr();
  }

  override stateDict(): SequentialLRState {
    return { ...super.stateDict(), schedulers: this.schedulers.map((scheduler) => scheduler.stateDict()) };
  }

  override checkState(state: SequentialLRState): void {
    super.checkState(state);
    const count = Array.isArray(state.schedulers) ? state.schedulers.length : "no";
    if (count !== this.schedulers.length) {
      throw new ArgumentError(
        `SequentialLR.loadStateDict: the state has ${count} schedulers, expected ${this.schedulers.length}`,
      );
    }
    this.schedulers.forEach((scheduler, i) => scheduler.checkState(state.schedulers[i]));
  }

  override loadStateDict(state: SequentialLRState): void {
    super.loadStateDict(state);
    this.schedulers.forEach((scheduler, i) => scheduler.loadStateDict(state.schedulers[i]));
  }
}

function checkSchedulers(optimizer: ScheduledOptimizer, schedulers: readonly LRScheduler[]): void {
  if (!Array.isArray(schedulers) || schedulers.length === 0) {
    throw new ArgumentError("SequentialLR: expected a list of schedulers with at least one");
  }
  schedulers.forEach((scheduler: unknown, i) => {
    if (!(scheduler instanceof LRScheduler)) throw new ArgumentError(`SequentialLR: item ${i} is not a scheduler`);
    if (scheduler.optimizer !== optimizer) {
      throw new ArgumentError(`SequentialLR: scheduler ${i}, a ${scheduler.name}, belongs to another optimizer`);
    }
    if (schedulers.indexOf(scheduler) === i) return;
    throw new ArgumentError(`SequentialLR: scheduler ${i}, a ${scheduler.name}, was given twice`);
  });
}
