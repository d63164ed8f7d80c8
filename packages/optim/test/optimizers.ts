import type { Tensor } from "@nn/core";
import {
  Adadelta,
  Adagrad,
  Adam,
  Adamax,
  AdamW,
  Lion,
  Muon,
  NAdam,
  RAdam,
  RMSprop,
  SGD,
  type GroupInput,
  type BaseSettings,
  type Optimizer,
} from "../src";

/** An optimizer's class, for tests that treat all alike. */
export type OptimizerClass = new (
  params: Iterable<Tensor> | Iterable<GroupInput<BaseSettings>>,
  options?: object,
) => Optimizer;

export const optimizers: Readonly<Record<string, OptimizerClass>> = {
  SGD,
  Adam,
  AdamW,
  Adamax,
  NAdam,
  RAdam,
  RMSprop,
  Adagrad,
  Adadelta,
  Lion,
  Muon,
};

/** Per optimizer, options with which it holds all the state it can, and how many tensors of it per parameter. */
export const stateful: readonly (readonly [name: string, options: object, tensors: number])[] = [
  ["SGD", { lr: 0.05, momentum: 0.9, dampening: 0.1 }, 1],
  ["Adam", { lr: 0.1, amsgrad: true, weightDecay: 0.1 }, 3],
  ["AdamW", { lr: 0.1 }, 2],
  ["Adamax", { lr: 0.1, weightDecay: 0.1 }, 2],
  ["NAdam", { lr: 0.1, weightDecay: 0.1, decoupledWeightDecay: true }, 2],
  ["RAdam", { lr: 0.1, betas: [0.9, 0.99] }, 2],
  ["RMSprop", { lr: 0.02, centered: true, momentum: 0.9 }, 3],
  ["Adagrad", { lr: 0.1, lrDecay: 0.1, initialAccumulatorValue: 0.1 }, 1],
  ["Adadelta", {}, 2],
  ["Lion", { lr: 0.02, weightDecay: 0.1 }, 1],
  ["Muon", { lr: 0.05 }, 1],
];
