import { scope, withBackend } from "@nn/core";
import { CheckpointFolder, type CheckpointTree } from "@nn/io";
import { TrainError } from "../error";
import { checkInteger } from "../loop/check-options";
import type { LoaderPosition } from "../loop/batches";
import type { Metrics } from "../loop/figures";
import type { FitRun } from "../loop/fit-run";
import { loadRun, type RunState, saveRun } from "./run-state";

export interface CheckpointOptions {
  /** Where `checkpoint-<step>.safetensors` files are kept; made when it is missing. */
  readonly folder: string | URL;
  /** Steps of the optimizer between two checkpoints, besides those after each epoch. Default: none. */
  readonly everySteps?: number;
  /** How many of the latest to keep. Default 3. */
  readonly keep?: number;
  /** Goes on from the latest checkpoint in the folder, if there is one. Default false: refuses a folder that has some. */
  readonly resume?: boolean;
}

/** Saves and restores a run of `fit`. */
export class RunCheckpoints<Output, M extends Metrics<Output>> {
  readonly #folder: CheckpointFolder;
  #position: LoaderPosition | undefined;
  /** What was saved last. */
  #saved = "";

  constructor(
    private readonly run: FitRun<Output, M>,
    private readonly options: CheckpointOptions,
  ) {
    const { folder, everySteps, keep } = options;
    if (everySteps !== undefined) {
      checkInteger("checkpoints.everySteps", everySteps, 1);
      if (!run.trainingBatches.stateDict) {
        throw new TrainError(
          "fit: checkpoints within an epoch (everySteps) need batches that know their position, such as a DataLoader",
        );
      }
    }
    this.#folder = new CheckpointFolder(folder, { keep });
  }

  /** Goes on where the latest checkpoint was saved. */
  async resume(): Promise<void> {
    const { resume = false, folder } = this.options;
    if (!resume) {
      if ((await this.#folder.list()).length === 0) return;
      throw new TrainError(
        `fit: ${String(folder)} holds checkpoints of another run; go on with it by resume: true, or name another folder`,
      );
    }
    const [parameter] = this.run.model.parameters();
    const latest = await withBackend(parameter.backend, () => this.#folder.latest());
    if (!latest) return;
    try {
      scope(() => loadRun(this.run, latest.tree as unknown as RunState));
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new TrainError(`fit: cannot resume from ${latest.path}: ${reason}`, { cause });
    }
    this.notePosition();
    this.#saved = this.#progress();
  }

  /** Takes down where the loader stands: its position moves on when the next batch is asked for. */
  notePosition(): void {
    this.#position = this.run.trainingBatches.stateDict?.();
  }

  async afterStep(): Promise<void> {
    const { everySteps } = this.options;
    if (everySteps !== undefined && this.run.step % everySteps === 0) await this.#save();
  }

  async afterEpoch(): Promise<void> {
    this.notePosition();
    await this.#save();
  }

  /** Saves unless the latest checkpoint says the same. */
  async saveIfNews(): Promise<void> {
    if (this.#saved !== this.#progress() && (this.#position || this.run.trainedBatches === 0)) await this.#save();
  }

  async #save(): Promise<void> {
    // Within braces, so that the scope ends at once: what is saved is read at the call.
    const { saved } = scope(() => ({
      saved: this.#folder.save(this.run.step, saveRun(this.run, this.#position) as unknown as CheckpointTree),
    }));
    await saved;
    this.#saved = this.#progress();
  }

  #progress(): string {
    const { history, trainedBatches, trained } = this.run;
    return `${history.length}:${trainedBatches}:${trained !== undefined}`;
  }
}
