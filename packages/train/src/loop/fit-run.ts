import { mul, noGrad, scope, Tensor } from "@nn/core";
import type { Callback } from "../callbacks/callback";
import { RunCheckpoints } from "../checkpoints/run-checkpoints";
import { TrainError } from "../error";
import type { Model, TrainingBatch } from "../model";
import { type Batches, splitBatch, untilAborted } from "./batches";
import { checkInteger, checkNames } from "./check-options";
import { inEvaluation, measure } from "./evaluate";
import type { EpochRecord, Figures, Metrics } from "./figures";
import type { FitOptions } from "./fit";
import { Meter } from "./meter";
import { Pulse } from "./pulse";
import { readFigure } from "./read-figure";
import type { Run, TrainingOptimizer } from "./run";

/** One call of `fit`. */
export class FitRun<Output, M extends Metrics<Output>> implements Run {
  readonly optimizer: TrainingOptimizer;
  readonly epochs: number;
  readonly history: EpochRecord<M>[] = [];
  readonly meter: Meter<Output, M>;
  /** Batches of the epoch's training that are done. */
  trainedBatches = 0;
  /** What the epoch's training came to; set while its validation lasts. */
  trained: Figures<M> | undefined;
  step = 0;
  stopReason: string | undefined;
  #validatedBatches: number | undefined;
  /** Batches whose gradients wait for a step. */
  #accumulated = 0;
  readonly #pulse = new Pulse();
  readonly #checkpoints: RunCheckpoints<Output, M> | undefined;

  constructor(
    readonly model: Model<Output>,
    readonly trainingBatches: Batches,
    readonly options: FitOptions<Output, M>,
  ) {
    const { optimizer, epochs, accumulate = 1, callbacks = [], checkpoints, metrics = {} as M } = options;
    checkInteger("epochs", epochs, 0);
    checkInteger("accumulate", accumulate, 1);
    checkNames(callbacks);
    this.optimizer = optimizer;
    this.epochs = epochs;
    this.meter = new Meter<Output, M>(metrics);
    if (checkpoints) this.#checkpoints = new RunCheckpoints(this, checkpoints);
  }

  get epoch(): number {
    return Math.min(this.history.length + 1, this.epochs);
  }

  get isValidating(): boolean {
    return this.#validatedBatches !== undefined;
  }

  get batch(): number {
    return this.#validatedBatches ?? this.trainedBatches;
  }

  get batches(): number | undefined {
    return this.isValidating ? this.options.validation?.length : this.trainingBatches.length;
  }

  stop(reason: string): void {
    this.stopReason ??= reason;
  }

  async start(): Promise<EpochRecord<M>[]> {
    const wasTraining = this.model.training;
    try {
      await this.#checkpoints?.resume();
      this.optimizer.zeroGrad();
      await this.#tell((callback) => callback.onStart?.(this));
      while (this.history.length < this.epochs && this.stopReason === undefined) await this.#runEpoch();
      await this.#tell((callback) => callback.onEnd?.(this));
      return this.history;
    } catch (error) {
      // In the middle of an accumulation the gradients would be missing.
      if (this.options.signal?.aborted && this.#accumulated === 0) await this.#checkpoints?.saveIfNews();
      throw error;
    } finally {
      this.model.train(wasTraining);
      await this.#tell((callback) => callback.onClose?.(this));
    }
  }

  async #runEpoch(): Promise<void> {
    const start = performance.now();
    await this.#tell((callback) => callback.onEpochStart?.(this));
    if (this.trained === undefined) {
      await this.#train();
      this.trained = await this.meter.figures();
      this.#checkpoints?.notePosition();
      this.#checkLoss(this.trained.loss);
    }
    const train = this.trained;
    const validation = await this.#validate();
    const record: EpochRecord<M> = {
      epoch: this.epoch,
      step: this.step,
      lr: this.optimizer.groups[0].lr,
      seconds: (performance.now() - start) / 1000,
      train,
      ...(validation && { validation }),
    };
    const { schedule } = this.options;
    if (schedule?.every !== "step") {
      const { monitor } = schedule ?? {};
      schedule?.scheduler.step(
        monitor === undefined ? undefined : readFigure("schedule", record as EpochRecord, monitor),
      );
    }
    await this.#tell((callback) => callback.onEpochEnd?.(this, record as EpochRecord));
    this.history.push(record);
    this.trained = undefined;
    this.trainedBatches = 0;
    this.meter.reset();
    await this.#checkpoints?.afterEpoch();
  }

  async #train(): Promise<void> {
    this.model.train(true);
    const { accumulate = 1, signal } = this.options;
    for await (const batch of untilAborted(this.trainingBatches, signal)) {
      this.#backward(batch);
      this.trainedBatches++;
      this.#checkpoints?.notePosition();
      const isLast = this.trainedBatches === this.trainingBatches.length;
      if (this.#accumulated === accumulate || isLast) await this.#update();
      if (!this.#pulse.isDue()) continue;
      const loss = await this.meter.meanLoss();
      this.#checkLoss(loss);
      await this.#tell((callback) => callback.onProgress?.(this, loss));
    }
    if (this.#accumulated > 0) await this.#update();
    if (this.trainedBatches === 0) {
      throw new TrainError("fit: there are no batches to train on: the loader is empty or used up");
    }
  }

  #backward(batch: TrainingBatch): void {
    const { inputs, target } = splitBatch(batch);
    scope(() => {
      const output = this.model.forward(...inputs);
      const loss = this.options.loss(output, target);
      if (!(loss instanceof Tensor) || loss.size !== 1) {
        throw new TrainError(
          `fit: the loss must be a tensor of one element, got ${loss instanceof Tensor ? `shape [${loss.shape.join(",")}]` : typeof loss}; ` +
            'a loss of every sample is averaged by reduction: "mean"',
        );
      }
      loss.backward();
      this.meter.add(output, target, loss);
    }, "the end of a training step");
    this.#accumulated++;
  }

  async #update(): Promise<void> {
    if (this.#accumulated > 1) averageGradients(this.optimizer, this.#accumulated);
    for (const callback of this.options.callbacks ?? []) callback.onGradients?.(this);
    this.optimizer.step();
    this.optimizer.zeroGrad();
    this.#accumulated = 0;
    this.step++;
    const { schedule } = this.options;
    if (schedule?.every === "step") schedule.scheduler.step();
    await this.#tell((callback) => callback.onStep?.(this));
    await this.#checkpoints?.afterStep();
  }

  async #validate(): Promise<Figures<M> | undefined> {
    const { validation, loss, signal } = this.options;
    if (!validation) return undefined;
    this.meter.reset();
    this.#validatedBatches = 0;
    await this.#tell((callback) => callback.onValidationStart?.(this));
    const onProgress = (batch: number, mean: number): Promise<void> => {
      this.#validatedBatches = batch;
      return this.#tell((callback) => callback.onProgress?.(this, mean));
    };
    try {
      await inEvaluation(this.model, () =>
        measure(this.model, validation, { loss, meter: this.meter, signal, onProgress }),
      );
      return await this.meter.figures();
    } finally {
      this.#validatedBatches = undefined;
    }
  }

  #checkLoss(loss: number): void {
    if (Number.isFinite(loss)) return;
    throw new TrainError(
      `fit: the mean loss became ${loss} in epoch ${this.epoch}, by step ${this.step}: lower the learning rate ` +
        `(${Number(this.optimizer.groups[0].lr.toPrecision(3))}), clip the gradients, or let detectAnomaly() find where it starts`,
    );
  }

  async #tell(call: (callback: Callback) => void | Promise<void>): Promise<void> {
    for (const callback of this.options.callbacks ?? []) await call(callback);
  }
}

function averageGradients(optimizer: TrainingOptimizer, count: number): void {
  noGrad(() =>
    scope(() => {
      for (const { params } of optimizer.groups) {
        for (const { grad } of params) grad?.assign(mul(grad, 1 / count));
      }
    }),
  );
}
