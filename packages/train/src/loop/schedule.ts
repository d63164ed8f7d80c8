/** What the loop needs of a scheduler; those of `@nn/optim` have it. */
export interface Scheduler {
  step(metric?: number): void;
  stateDict(): object;
  loadStateDict(state: never): void;
}

export interface Schedule {
  readonly scheduler: Scheduler;
  /** What it counts. Default: "epoch". */
  readonly every?: "step" | "epoch";
  /** The figure that `ReduceLROnPlateau` goes by, such as "validation.loss". */
  readonly monitor?: string;
}
