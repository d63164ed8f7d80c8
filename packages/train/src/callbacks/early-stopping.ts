import { keep, type Tensor } from "@nn/core";
import type { CheckpointTree } from "@nn/io";
import { TrainError } from "../error";
import type { EpochRecord } from "../loop/figures";
import { readFigure } from "../loop/read-figure";
import type { Run } from "../loop/run";
import type { Callback } from "./callback";

export interface EarlyStoppingOptions {
  /** The figure to go by. Default: "validation.loss". */
  monitor?: string;
  /** Whether small figures are good, or large ones. Default: "min". */
  mode?: "min" | "max";
  /** Epochs without improvement after which the run stops. Default 5. */
  patience?: number;
  /** What counts as an improvement. Default: anything above 0. */
  minDelta?: number;
  /** Whether the model gets back its state of the best epoch at the end. Default true. */
  restoreBest?: boolean;
}

/** Stops a run when a figure no longer improves. A figure that is NaN is no improvement. */
export class EarlyStopping implements Callback {
  readonly name = "earlyStopping";
  /** The epoch with the best figure so far, 0 before the first. */
  bestEpoch = 0;
  /** The best figure so far. */
  best: number;
  readonly #options: Required<EarlyStoppingOptions>;
  #bestState: Readonly<Record<string, Tensor>> | undefined;

  constructor(options: EarlyStoppingOptions = {}) {
    const { monitor = "validation.loss", mode = "min", patience = 5, minDelta = 0, restoreBest = true } = options;
    if (!Number.isSafeInteger(patience) || patience < 1) {
      throw new TrainError(`EarlyStopping: patience must be an integer of at least 1, got ${patience}`);
    }
    if (!(minDelta >= 0)) throw new TrainError(`EarlyStopping: minDelta must not be negative, got ${minDelta}`);
    if (mode !== "min" && mode !== "max") throw new TrainError(`EarlyStopping: mode must be min or max, got ${mode}`);
    this.#options = { monitor, mode, patience, minDelta, restoreBest };
    this.best = mode === "min" ? Infinity : -Infinity;
  }

  onEpochEnd(run: Run, record: EpochRecord): void {
    const { monitor, mode, patience, minDelta, restoreBest } = this.#options;
    const figure = readFigure("EarlyStopping", record, monitor);
    const gain = mode === "min" ? this.best - figure : figure - this.best;
    if (gain > minDelta) {
      this.best = figure;
      this.bestEpoch = record.epoch;
      if (restoreBest) this.#keep(run.model.stateDict());
    } else if (record.epoch - this.bestEpoch >= patience) {
      run.stop(`${monitor} did not improve on epoch ${this.bestEpoch}'s ${this.best} for ${patience} epochs`);
    }
  }

  onEnd({ model }: Run): void {
    if (this.#bestState) model.loadStateDict(this.#bestState);
  }

  #keep(state: Readonly<Record<string, Tensor>>): void {
    for (const tensor of Object.values(this.#bestState ?? {})) tensor.dispose();
    // Snapshots cost nothing until the model's own values change.
    this.#bestState = Object.fromEntries(Object.entries(state).map(([key, t]) => [key, keep(t.detach())]));
  }

  stateDict(): CheckpointTree {
    const { best, bestEpoch } = this;
    const state = Object.entries(this.#bestState ?? {}).map(([key, t]): [string, Tensor] => [key, t.detach()]);
    return { best, bestEpoch, ...(this.#bestState && { state: Object.fromEntries(state) }) };
  }

  loadStateDict(state: CheckpointTree): void {
    const loaded = state as { best: number; bestEpoch: number; state?: Record<string, Tensor> };
    this.best = loaded.best;
    this.bestEpoch = loaded.bestEpoch;
    if (loaded.state) this.#keep(loaded.state);
  }
}
