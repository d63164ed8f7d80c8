import { ArgumentError } from "@nn/core";
import { LRScheduler, type ScheduledOptimizer, type SchedulerOptions } from "./lr-scheduler";
import { perGroup } from "./per-group";

/** What an initial learning rate is multiplied by after `epoch` steps. */
export type LrLambda = (epoch: number) => number;

export interface LambdaLROptions extends SchedulerOptions {
  /** For all groups, or one per group. */
  lrLambda: LrLambda | readonly LrLambda[];
}

/** Multiplies initial learning rates by what a function gives. The function is not in the state: it comes with the code. */
export class LambdaLR extends LRScheduler {
  readonly #lambdas: readonly LrLambda[];

  constructor(optimizer: ScheduledOptimizer, { lrLambda, ...options }: LambdaLROptions) {
    super("LambdaLR", optimizer, options);
    this.#lambdas = [...perGroup(this.name, "lrLambda", optimizer, lrLambda)];
    for (const lambda of this.#lambdas) {
      if (typeof lambda === "function") continue;
      throw new ArgumentError(`LambdaLR: lrLambda must be a function of the epoch, got ${typeof lambda}`);
    }
    this.start();
  }

  protected nextLrs(): number[] {
    return this.baseLrs.map((base, i) => base * this.#lambdas[i](this.lastEpoch));
  }
}
