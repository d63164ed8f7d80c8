import type { Tensor } from "@nn/core";

/** What the training loop needs of a model; modules of `@nn/layers` have it. */
export interface Model<Output = Tensor> {
  forward(...inputs: Tensor[]): Output;
  parameters(): Iterable<Tensor>;
  namedParameters(): Iterable<readonly [name: string, parameter: Tensor]>;
  readonly training: boolean;
  train(mode?: boolean): unknown;
  stateDict(): Readonly<Record<string, Tensor>>;
  loadStateDict(state: Readonly<Record<string, Tensor>>): unknown;
}

/** What is to be made small: a scalar from a model's output and the target beside it. */
export type Loss<Output = Tensor> = (output: Output, target: Tensor) => Tensor;

/** The tensors of some samples: a model's inputs and then the target. A batch of one tensor is its own target. */
export type TrainingBatch = readonly Tensor[];
