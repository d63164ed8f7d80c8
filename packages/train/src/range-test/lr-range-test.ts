import type { Tensor } from "@nn/core";
import { Adam } from "@nn/optim";
import { TrainError } from "../error";
import type { Batches } from "../loop/batches";
import type { TrainingOptimizer } from "../loop/run";
import type { Loss, Model } from "../model";
import { repeatedly } from "./repeatedly";
import { Snapshot } from "./snapshot";
import { suggestRate } from "./suggest-rate";
import { trainStep } from "./train-step";

export interface LrRangeTestOptions<Output = Tensor> {
  loss: Loss<Output>;
  /** Whose rate is looked for; groups keep their rates' ratios to the first group's. Default: Adam on all parameters. */
  optimizer?: TrainingOptimizer;
  /** The rate of the first step. Default 1e-7. */
  minLr?: number;
  /** The rate of the last step. Default 10. */
  maxLr?: number;
  /** Default 100. */
  steps?: number;
  /** How much of the smoothed loss is kept at each step, in [0, 1). Default 0.8. */
  smoothing?: number;
  /** Aborting ends the test with the signal's reason, and the model as it was. */
  signal?: AbortSignal;
}

export interface LrRangeTestResult {
  /** The rate of each step. */
  readonly rates: readonly number[];
  /** The loss of each step's batch, before the step. */
  readonly losses: readonly number[];
  /** The running mean of the losses. */
  readonly smoothed: readonly number[];
  /** The rate at which the smoothed loss falls fastest; undefined when it does not fall. */
  readonly suggestion: number | undefined;
  /** Whether the test ended early, because the loss grew far beyond its start or was no longer finite. */
  readonly diverged: boolean;
}

/** The loss has diverged when it is this many times as far above its minimum as its start was. */
const DIVERGENCE = 2;

/**
 * Leslie Smith's learning rate range test (https://arxiv.org/abs/1506.01186): trains while the rate grows exponentially
 * from step to step, and watches the loss. `batches` are gone through as often as it takes. Afterwards, also when it
 * fails, the model, its gradients, the optimizer, the random numbers and the place in `batches` are what they were.
 */
export async function lrRangeTest<Output = Tensor>(
  model: Model<Output>,
  batches: Batches,
  options: LrRangeTestOptions<Output>,
): Promise<LrRangeTestResult> {
  const { minLr = 1e-7, maxLr = 10, steps = 100, smoothing = 0.8, signal } = options;
  checkOptions({ minLr, maxLr, steps, smoothing });
  signal?.throwIfAborted();
  const optimizer = options.optimizer ?? adam(model);
  const snapshot = new Snapshot(model);
  const optimizerState = optimizer.stateDict();
  const position = batches.stateDict?.();
  try {
    model.train(true);
    const curve = new Curve(smoothing);
    const ratios = optimizer.groups.map(({ lr }, _, [first]) => (first.lr > 0 ? lr / first.lr : 1));
    for await (const batch of repeatedly("lrRangeTest", batches, signal)) {
      const rate = minLr * (maxLr / minLr) ** (curve.rates.length / (steps - 1));
      optimizer.groups.forEach((group, i) => (group.lr = rate * ratios[i]));
      curve.add(rate, await trainStep("lrRangeTest", model, batch, options.loss, optimizer));
      if (curve.diverged || curve.rates.length === steps) break;
    }
    const { rates, losses, smoothed, diverged } = curve;
    const suggestion = suggestRate(rates, losses, smoothed, steps, smoothing / (1 - smoothing));
    return { rates, losses, smoothed, suggestion, diverged };
  } finally {
    snapshot.restore();
    snapshot.release();
    optimizer.loadStateDict(optimizerState);
    if (position) batches.loadStateDict?.(position);
  }
}

/** The losses so far, and their running mean, in which the start weighs no more than it should. */
class Curve {
  readonly rates: number[] = [];
  readonly losses: number[] = [];
  readonly smoothed: number[] = [];
  diverged = false;
  #mean = 0;
  #weight = 1;
  #best = Infinity;

  constructor(private readonly smoothing: number) {}

  add(rate: number, loss: number): void {
    if (!Number.isFinite(loss)) {
      this.diverged = true;
      if (this.rates.length > 0) return;
      throw new TrainError(`lrRangeTest: the loss is ${loss} before any step; sanityCheck tells where that comes from`);
    }
    this.#mean = this.smoothing * this.#mean + (1 - this.smoothing) * loss;
    this.#weight *= this.smoothing;
    const smooth = this.#mean / (1 - this.#weight);
    this.rates.push(rate);
    this.losses.push(loss);
    this.smoothed.push(smooth);
    this.#best = Math.min(this.#best, smooth);
    const [start] = this.smoothed;
    // A loss that never fell is judged by its size.
    const scale = Math.max(start - this.#best, Math.abs(start) / 2);
    this.diverged = smooth > this.#best + DIVERGENCE * scale;
  }
}

function adam(model: Model<unknown>): TrainingOptimizer {
  const parameters = [...model.parameters()].filter((parameter) => parameter.requiresGrad);
  if (parameters.length === 0) throw new TrainError("lrRangeTest: the model has no parameter that requires a gradient");
  return new Adam(parameters) as TrainingOptimizer;
}

function checkOptions({
  minLr,
  maxLr,
  steps,
  smoothing,
}: Record<"minLr" | "maxLr" | "steps" | "smoothing", number>): void {
  if (!(minLr > 0 && maxLr > minLr && maxLr < Infinity)) {
    throw new TrainError(`lrRangeTest: expected 0 < minLr < maxLr, got minLr ${minLr} and maxLr ${maxLr}`);
  }
  if (!Number.isInteger(steps) || steps < 10) {
    throw new TrainError(`lrRangeTest: steps must be an integer of at least 10, got ${steps}`);
  }
  if (!(smoothing >= 0 && smoothing < 1)) {
    throw new TrainError(`lrRangeTest: smoothing must lie in [0, 1), got ${smoothing}`);
  }
}
