import { abs, amax, enableGrad, scope, type Tensor } from "@nn/core";
import type { Loss, Model } from "../model";
import { measureAll } from "./measure";

/** What a backward pass left at a parameter. */
export interface ParameterGradient {
  readonly name: string;
  readonly parameter: Tensor;
  /** The largest size of an element, NaN where there is one; undefined when there is no gradient. */
  readonly largest: number | undefined;
}

/** Runs forward and backward in training, and measures the gradients, which stay at the parameters. */
export async function gradientsOf(
  model: Model<unknown>,
  inputs: readonly Tensor[],
  target: Tensor,
  loss: Loss<unknown>,
): Promise<ParameterGradient[]> {
  const trainable = [...model.namedParameters()].filter(([, parameter]) => parameter.requiresGrad);
  for (const [, parameter] of trainable) parameter.grad = null;
  model.train(true);
  enableGrad(() => scope(() => loss(model.forward(...inputs), target).backward()));
  const reached = trainable.flatMap(([, { grad }]) => (grad && grad.size > 0 ? [grad] : []));
  const sizes = reached.length > 0 ? await measureAll(() => reached.map((grad) => amax(abs(grad)))) : [];
  const largest = new Map(reached.map((grad, i) => [grad, sizes[i]]));
  return trainable.map(([name, parameter]) => ({
    name,
    parameter,
    largest: parameter.grad ? (largest.get(parameter.grad) ?? 0) : undefined,
  }));
}

/** Whether a parameter is a weight. Biases and scales may have gradients of 0 for good reasons: norms take shifts out. */
export function isWeight({ parameter }: ParameterGradient): boolean {
  return parameter.ndim > 1;
}
