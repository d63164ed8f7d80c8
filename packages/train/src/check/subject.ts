import { defaultGenerator, keep, noGrad, scope, Tensor, type GeneratorState } from "@nn/core";
import { splitBatch } from "../loop/batches";
import type { TrainingOptimizer } from "../loop/run";
import type { Loss, Model, TrainingBatch } from "../model";
import { gradientsOf, type ParameterGradient } from "./parameter-gradients";
import { lossTraits, type LossTraits } from "./loss-traits";
import { measure } from "./measure";
import { taskOf, type Task } from "./task";

export interface SubjectOptions {
  readonly lr?: number;
  readonly optimizer?: TrainingOptimizer;
  readonly steps: number;
  readonly signal?: AbortSignal;
}

/** What is examined, with the facts that several checks go by. */
export interface Subject {
  readonly model: Model<unknown>;
  readonly batch: TrainingBatch;
  readonly inputs: readonly Tensor[];
  readonly target: Tensor;
  /** Number of samples, by the first input. */
  readonly samples: number;
  /** The target's elements. */
  readonly labels: readonly number[];
  readonly loss: Loss<unknown>;
  readonly options: SubjectOptions;
  /** Where the random numbers stood. */
  readonly random: GeneratorState;
  /** The model's output in training. Absent when it failed or gives something else than a tensor. */
  readonly output?: Tensor;
  readonly outputError?: unknown;
  /** The shape of the loss of that output, and its value when it is a scalar. */
  readonly lossShape?: readonly number[];
  readonly lossValue?: number;
  readonly lossError?: unknown;
  readonly task: Task;
  readonly traits: LossTraits;
  readonly gradients?: readonly ParameterGradient[];
  readonly gradientError?: unknown;
  /** What the range test suggests, once it has run. */
  suggestedLr?: number;
}

/** Gathers the facts. Changes the model as a step of training does. The output lives until it is disposed. */
export async function examine(
  model: Model<unknown>,
  batch: TrainingBatch,
  loss: Loss<unknown>,
  options: SubjectOptions,
): Promise<Subject> {
  const { inputs, target } = splitBatch(batch);
  const random = defaultGenerator().state();
  const labels = await measure(() => target);
  const made = await attempt(() => {
    model.train(true);
    return noGrad(() => scope(() => model.forward(...inputs)));
  });
  const output = made.value instanceof Tensor ? keep(made.value.detach()) : undefined;
  const lost = await attempt(async () => {
    if (made.error !== undefined) return {};
    const shape = noGrad(() => scope(() => loss(made.value, target).shape));
    const [value] = await measure(() => loss(made.value, target));
    return shape.length === 0 || (shape.length === 1 && shape[0] === 1) ? { shape, value } : { shape };
  });
  const hasLoss = lost.value?.value !== undefined;
  const graded = await attempt(async () => (hasLoss ? await gradientsOf(model, inputs, target, loss) : undefined));
  const task = taskOf(output, target, labels);
  return {
    model,
    batch,
    inputs,
    target,
    samples: inputs[0].shape[0] ?? 1,
    labels,
    loss,
    options,
    random,
    output,
    outputError: made.error,
    lossShape: lost.value?.shape,
    lossValue: lost.value?.value,
    lossError: lost.error,
    task,
    traits: await lossTraits(loss, output, target, task),
    gradients: graded.value,
    gradientError: graded.error,
  };
}

/** The output for `inputs`, with the random numbers of the start, as a tensor of the caller's. */
export function forward({ model, random }: Subject, inputs: readonly Tensor[], training: boolean): Tensor {
  model.train(training);
  defaultGenerator().setState(random);
  return noGrad(() => scope(() => model.forward(...inputs))) as Tensor;
}

async function attempt<T>(fn: () => T | Promise<T>): Promise<{ value?: T; error?: unknown }> {
  try {
    return { value: await fn() };
  } catch (error) {
    return { error };
  }
}
