import { ArgumentError } from "@nn/core";

/** What a scheduler needs of an optimizer. */
export interface ScheduledOptimizer {
  readonly groups: readonly { lr: number; initialLr?: number }[];
}

export interface SchedulerOptions {
  /** Number of steps that a resumed schedule has behind it. Default -1: start. */
  lastEpoch?: number;
}

/** Where a scheduler stands, as plain data. */
export interface SchedulerState {
  lastEpoch: number;
  baseLrs: number[];
  lastLrs: number[];
}

/**
 * The base of all schedulers: sets the learning rate of each of an optimizer's groups at the start and at each `step()`,
 * which belongs behind the optimizer's. Schedules are worked out from the present rates, so that several can be used on
 * one optimizer.
 */
export abstract class LRScheduler {
  /** How many steps were taken. */
  lastEpoch: number;
  /** The rates at the start. */
  protected baseLrs: number[];
  #lastLrs: number[] = [];

  constructor(
    readonly optimizer: ScheduledOptimizer,
    { lastEpoch = -1 }: SchedulerOptions = {},
  ) {
    this.lastEpoch = lastEpoch;
    this.baseLrs = optimizer.groups.map((group, i) => {
      if (lastEpoch === -1) group.initialLr ??= group.lr;
      if (group.initialLr !== undefined) return group.initialLr;
      throw new ArgumentError(
        `${this.constructor.name}: to resume at lastEpoch ${lastEpoch}, group ${i} of the optimizer needs initialLr`,
      );
    });
  }

  /** The rates for `lastEpoch`, given those of the step before. `isFirst` in the step that the constructor takes. */
  protected abstract nextLrs(isFirst: boolean): number[];

  /** To be called at the end of a subclass's constructor. */
  protected start(): void {
    this.#advance(true);
  }

  /** Moves on by one epoch, or whatever the schedule counts. */
  step(): void {
    this.#advance(false);
  }

  #advance(isFirst: boolean): void {
    this.lastEpoch++;
    this.#lastLrs = this.nextLrs(isFirst);
    this.optimizer.groups.forEach((group, i) => (group.lr = this.#lastLrs[i]));
  }

  /** The rates that the latest step set. */
  getLastLr(): number[] {
    return [...this.#lastLrs];
  }

  stateDict(): SchedulerState {
    return { lastEpoch: this.lastEpoch, baseLrs: [...this.baseLrs], lastLrs: [...this.#lastLrs] };
  }

  /** Goes on where `stateDict()` was taken; the rates themselves come with the optimizer's state. */
  loadStateDict({ lastEpoch, baseLrs, lastLrs }: SchedulerState): void {
    this.lastEpoch = lastEpoch;
    this.baseLrs = [...baseLrs];
    this.#lastLrs = [...lastLrs];
  }

  /** The present rates. */
  protected currentLrs(): number[] {
    return this.optimizer.groups.map(({ lr }) => lr);
  }
}
