import type { CheckpointTree } from "@nn/io";
import type { Run } from "../loop/run";
import type { Callback } from "./callback";

/** Takes down the learning rate of each step, a number per group. */
export class LearningRateMonitor implements Callback {
  readonly name = "learningRateMonitor";
  /** `rates[step][group]` */
  rates: number[][] = [];
  #current: number[] = [];

  onStart(run: Run): void {
    this.#current = ratesOf(run);
  }

  onStep(run: Run): void {
    this.rates.push(this.#current);
    this.#current = ratesOf(run);
  }

  onEpochStart(run: Run): void {
    this.#current = ratesOf(run);
  }

  stateDict(): CheckpointTree {
    return { rates: this.rates };
  }

  loadStateDict(state: CheckpointTree): void {
    this.rates = (state as { rates: number[][] }).rates;
  }
}

function ratesOf({ optimizer }: Run): number[] {
  return optimizer.groups.map(({ lr }) => lr);
}
