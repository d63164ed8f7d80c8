import { defaultGenerator, type GeneratorState, type Tensor } from "@nn/core";
import type { CheckpointTree } from "@nn/io";
import { TrainError } from "../error";
import type { LoaderPosition } from "../loop/batches";
import type { EpochRecord, Figures, Metrics } from "../loop/figures";
import type { FitRun } from "../loop/fit-run";
import type { MeterState } from "../loop/meter";

/** All that the rest of a run depends on. */
export interface RunState {
  readonly step: number;
  readonly trainedBatches: number;
  readonly batchesPerEpoch?: number;
  readonly stopReason?: string;
  readonly trained?: Figures;
  readonly history: readonly EpochRecord[];
  readonly model: Readonly<Record<string, Tensor>>;
  readonly optimizer: object;
  readonly scheduler?: object;
  readonly random: GeneratorState;
  readonly loader?: LoaderPosition;
  readonly meter: MeterState;
  readonly callbacks: Readonly<Record<string, CheckpointTree>>;
}

export function saveRun<Output, M extends Metrics<Output>>(
  run: FitRun<Output, M>,
  loader: LoaderPosition | undefined,
): RunState {
  const { step, trainedBatches, trainingBatches, stopReason, trained, history, model, optimizer, meter } = run;
  const { schedule, callbacks = [] } = run.options;
  const states = callbacks.flatMap((callback) => {
    const state = callback.stateDict?.();
    return state === undefined ? [] : [[callback.name, state] as const];
  });
  return {
    step,
    trainedBatches,
    batchesPerEpoch: trainingBatches.length,
    stopReason,
    trained: trained as Figures | undefined,
    history: history as unknown as EpochRecord[],
    model: model.stateDict(),
    optimizer: optimizer.stateDict(),
    scheduler: schedule?.scheduler.stateDict(),
    random: defaultGenerator().state(),
    loader,
    meter: meter.stateDict(),
    callbacks: Object.fromEntries(states),
  };
}

export function loadRun<Output, M extends Metrics<Output>>(run: FitRun<Output, M>, state: RunState): void {
  check(run, state);
  const { schedule, callbacks = [] } = run.options;
  // First of all: a callback may know better than a model what does not fit.
  for (const callback of callbacks) {
    if (Object.hasOwn(state.callbacks, callback.name)) callback.loadStateDict?.(state.callbacks[callback.name]);
  }
  run.model.loadStateDict(state.model);
  run.optimizer.loadStateDict(state.optimizer);
  if (state.scheduler) schedule?.scheduler.loadStateDict(state.scheduler as never);
  if (state.loader) run.trainingBatches.loadStateDict?.(state.loader);
  run.meter.loadStateDict(state.meter);
  run.step = state.step;
  run.trainedBatches = state.trainedBatches;
  run.trained = state.trained as Figures<M> | undefined;
  run.stopReason = state.stopReason;
  run.history.push(...(state.history as unknown as EpochRecord<M>[]));
  defaultGenerator().setState(state.random);
}

/** Throws unless the state belongs to a run like this one; what has checks of its own is left to it. */
function check<Output, M extends Metrics<Output>>(run: FitRun<Output, M>, state: RunState): void {
  const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
  const isObject = (value: unknown): boolean => typeof value === "object" && value !== null;
  const { model, optimizer, random, meter, callbacks } = state;
  if (
    !isCount(state.step) ||
    !isCount(state.trainedBatches) ||
    !Array.isArray(state.history) ||
    !state.history.every((record: EpochRecord) => isObject(record) && isObject(record.train)) ||
    ![model, optimizer, random, meter, callbacks].every(isObject)
  ) {
    throw new TrainError("it holds no run of fit");
  }
  const batches = run.trainingBatches.length;
  if (state.batchesPerEpoch !== batches) {
    throw new TrainError(
      `its run had ${state.batchesPerEpoch ?? "an unknown number of"} batches per epoch, this one has ${batches ?? "an unknown number"}: ` +
        "resume with the same data and batch size",
    );
  }
  if (isObject(state.scheduler) !== (run.options.schedule !== undefined)) {
    throw new TrainError(`its run had ${state.scheduler ? "a" : "no"} schedule, unlike this one`);
  }
  const names = Object.keys(run.meter.stateDict().metrics);
  const saved = Object.keys(meter.metrics ?? {});
  if (names.toSorted().join() !== saved.toSorted().join()) {
    throw new TrainError(`its run had the metrics [${saved.join(", ")}], this one has [${names.join(", ")}]`);
  }
}
