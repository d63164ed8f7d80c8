import { noGrad, scope, type Tensor } from "@nn/core";
import { TrainError } from "../error";
import type { Loss, Model } from "../model";
import { type Batches, splitBatch, untilAborted } from "./batches";
import type { Figures, Metrics } from "./figures";
import { Meter } from "./meter";
import { Pulse } from "./pulse";

export interface EvaluateOptions<Output, M extends Metrics<Output>> {
  loss: Loss<Output>;
  /** By the names that their values get. */
  metrics?: M;
  /** Aborting throws the signal's reason. */
  signal?: AbortSignal;
}

/** The mean loss and the metrics of `model` over `batches`, in evaluation mode and without gradients. */
export async function evaluate<Output = Tensor, M extends Metrics<Output> = Record<never, never>>(
  model: Model<Output>,
  batches: Batches,
  { loss, metrics = {} as M, signal }: EvaluateOptions<Output, M>,
): Promise<Figures<M>> {
  const meter = new Meter<Output, M>(metrics);
  await inEvaluation(model, () => measure(model, batches, { loss, meter, signal }));
  return meter.figures();
}

/** Runs `fn` while `model` is in evaluation mode. */
export async function inEvaluation<T>(model: Model<unknown>, fn: () => Promise<T>): Promise<T> {
  const wasTraining = model.training;
  model.train(false);
  try {
    return await fn();
  } finally {
    model.train(wasTraining);
  }
}

interface MeasureOptions<Output, M extends Metrics<Output>> {
  readonly loss: Loss<Output>;
  readonly meter: Meter<Output, M>;
  readonly signal: AbortSignal | undefined;
  /** Called a few times a second. */
  readonly onProgress?: (batch: number, loss: number) => void | Promise<void>;
}

/** Adds `batches` to `meter`, which has to be empty. */
export async function measure<Output, M extends Metrics<Output>>(
  model: Model<Output>,
  batches: Batches,
  { loss, meter, signal, onProgress }: MeasureOptions<Output, M>,
): Promise<void> {
  const pulse = new Pulse();
  let done = 0;
  for await (const batch of untilAborted(batches, signal)) {
    const { inputs, target } = splitBatch(batch);
    noGrad(() =>
      scope(() => {
        const output = model.forward(...inputs);
        meter.add(output, target, loss(output, target));
      }),
    );
    done++;
    if (pulse.isDue()) await onProgress?.(done, await meter.meanLoss());
  }
  if (done === 0) throw new TrainError("there are no batches to evaluate on: the loader is empty or used up");
}
