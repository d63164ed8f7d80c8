import type { EpochRecord } from "../loop/figures";
import type { Run } from "../loop/run";
import type { CheckpointTree } from "@nn/io";

type Awaitable = void | Promise<void>;

/** What takes part in a run of `fit`. Callbacks are called in the order in which they are given. */
export interface Callback {
  /** Under which its state is kept in checkpoints; no two callbacks of a run share one. */
  readonly name: string;
  /** Before the first epoch; behind the checkpoint's state, when the run resumes from one. */
  onStart?(run: Run): Awaitable;
  onEpochStart?(run: Run): Awaitable;
  /** When gradients are there and the optimizer has not used them yet. */
  onGradients?(run: Run): void;
  /** After each step of the optimizer. */
  onStep?(run: Run): Awaitable;
  /** A few times a second, with the mean loss of the epoch or validation so far. */
  onProgress?(run: Run, loss: number): Awaitable;
  onValidationStart?(run: Run): Awaitable;
  onEpochEnd?(run: Run, record: EpochRecord): Awaitable;
  /** After the last epoch, unless the run was aborted or failed. */
  onEnd?(run: Run): Awaitable;
  /** At the very end, however it comes. */
  onClose?(run: Run): Awaitable;
  /** What a resumed run has to know. */
  stateDict?(): CheckpointTree;
  loadStateDict?(state: CheckpointTree): void;
}
