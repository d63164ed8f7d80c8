import { ArgumentError } from "@nn/core";
import { checkInteger } from "../checks";
import { checkSchedulerState } from "./check-scheduler-state";

/** What a scheduler needs of an optimizer. */
export interface ScheduledOptimizer {
  readonly groups: readonly {
    lr: number;
    initialLr?: number;
    momentum?: number;
    betas?: readonly [number, number];
  }[];
}

export interface SchedulerOptions {
  /** Number of steps that a resumed schedule has behind it. Default -1: start. */
  lastEpoch?: number;
}

/** Where a scheduler stands, as plain data that JSON keeps. Its options are not in it, nor are functions. */
export interface SchedulerState {
  /** Which scheduler it belongs to. Unchecked when absent. */
  scheduler?: string;
  lastEpoch: number;
  /** The rates at the start. */
  baseLrs: number[];
  /** The optimizer's rates when the state was taken. */
  lrs: number[];
}

/**
 * The base of all schedulers: sets the learning rate of each of an optimizer's groups at the start and at each `step()`,
 * which belongs behind the optimizer's. Most schedules are worked out from the present rates, so that several can be
 * used on one optimizer.
 */
export abstract class LRScheduler {
  /** How many steps were taken. */
  lastEpoch: number;
  /** The rates at the start. */
  protected baseLrs: number[];
  #lastLrs: number[] = [];

  constructor(
    /** What errors and saved states call it; a class's own name does not survive minification. */
    readonly name: string,
    readonly optimizer: ScheduledOptimizer,
    { lastEpoch = -1 }: SchedulerOptions = {},
  ) {
    if (!Array.isArray(optimizer?.groups))
      throw new ArgumentError(`${name}: expected an optimizer, got ${typeof optimizer}`);
    checkInteger(name, "lastEpoch", lastEpoch, -1);
    this.lastEpoch = lastEpoch;
    this.baseLrs = optimizer.groups.map(({ lr, initialLr }, i) => {
      if (initialLr !== undefined) return initialLr;
      if (lastEpoch === -1) return lr;
      throw new ArgumentError(
        `${name}: to resume at lastEpoch ${lastEpoch}, group ${i} of the optimizer needs initialLr`,
      );
    });
  }

  /**
   * The rates for `lastEpoch`, given those of the step before. `isFirst` in the step that the constructor takes; `metric`
   * is what `step()` was given.
   */
  protected abstract nextLrs(isFirst: boolean, metric?: number): number[];

  /** To be called at the end of a subclass's constructor. */
  protected start(): void {
    this.optimizer.groups.forEach((group, i) => (group.initialLr ??= this.baseLrs[i]));
    this.#advance(true);
  }

  /** Moves on by one epoch, or whatever the schedule counts. Only `ReduceLROnPlateau` goes by the metric. */
  step(metric?: number): void {
    this.#advance(false, metric);
  }

  /** @internal Starts from the rates at the start, whatever they are at present. */
  restart(): void {
    this.optimizer.groups.forEach((group, i) => (group.lr = this.baseLrs[i]));
    this.lastEpoch = -1;
    this.#advance(true);
  }

  #advance(isFirst: boolean, metric?: number): void {
    const { groups } = this.optimizer;
    if (groups.length !== this.baseLrs.length) {
      throw new ArgumentError(
        `${this.name}: the optimizer has ${groups.length} groups, it had ${this.baseLrs.length} when the schedule ` +
          "was made; make schedulers after the last addParamGroup()",
      );
    }
    this.lastEpoch++;
    try {
      const lrs = this.nextLrs(isFirst, metric);
      lrs.forEach((lr, i) => this.#checkLr(lr, i));
      this.#lastLrs = lrs;
    } catch (error) {
      this.lastEpoch--;
      throw error;
    }
    groups.forEach((group, i) => (group.lr = this.#lastLrs[i]));
  }

  #checkLr(lr: number, group: number): void {
    if (Number.isFinite(lr) && lr >= 0) return;
    throw new ArgumentError(
      `${this.name}: the learning rate of group ${group} at epoch ${this.lastEpoch} must be at least 0, it came to ${lr}`,
    );
  }

  /** The rates that the latest step set. */
  getLastLr(): number[] {
    return [...this.#lastLrs];
  }

  stateDict(): SchedulerState {
    return {
      scheduler: this.name,
      lastEpoch: this.lastEpoch,
      baseLrs: [...this.baseLrs],
      lrs: this.currentLrs(),
    };
  }

  /** @internal Throws unless `state` may be loaded. */
  checkState(state: SchedulerState): void {
    checkSchedulerState(this.name, this.optimizer.groups.length, state);
  }

  /** Goes on where `stateDict()` was taken, from the rates that the optimizer had then; or changes nothing. */
  loadStateDict(state: SchedulerState): void {
    this.checkState(state);
    this.lastEpoch = state.lastEpoch;
    this.baseLrs = [...state.baseLrs];
    this.#lastLrs = [...state.lrs];
    this.optimizer.groups.forEach((group, i) => {
      group.initialLr = this.baseLrs[i];
      group.lr = this.#lastLrs[i];
    });
  }

  /** The present rates. */
  protected currentLrs(): number[] {
    return this.optimizer.groups.map(({ lr }) => lr);
  }
}
