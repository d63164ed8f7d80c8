import type { CellWeights } from "@nn/core";
import { emptyParameter, type FactoryOptions } from "../factory";
import { uniform } from "../init/uniform";
import type { Module } from "../module/module";
import type { Parameter } from "../module/parameter";

/** The parameters of one direction of one recurrent layer. */
export interface RecurrentWeights extends CellWeights {
  /** [gates · hidden, inputs] */
  readonly weightIh: Parameter;
  /** [gates · hidden, hidden] */
  readonly weightHh: Parameter;
  /** [gates · hidden] */
  readonly biasIh: Parameter | undefined;
  /** [gates · hidden] */
  readonly biasHh: Parameter | undefined;
}

/** Those that the hidden state meets. */
export type HiddenWeights = Pick<RecurrentWeights, "weightHh" | "biasHh">;

export interface WeightSizes {
  /** Rows: gates · hidden. */
  readonly rows: number;
  readonly inputs: number;
  readonly hidden: number;
  readonly bias: boolean;
}

/** Weights that are still to be initialised, registered under PyTorch's names, which end with `suffix`. */
export function registerWeights(
  owner: Module,
  suffix: string,
  { rows, inputs, hidden, bias }: WeightSizes,
  factory: FactoryOptions,
): RecurrentWeights {
  const make = (name: string, shape: readonly number[]): Parameter =>
    owner.registerParameter(`${name}${suffix}`, emptyParameter(shape, factory));
  return {
    weightIh: make("weight_ih", [rows, inputs]),
    weightHh: make("weight_hh", [rows, hidden]),
    biasIh: bias ? make("bias_ih", [rows]) : undefined,
    biasHh: bias ? make("bias_hh", [rows]) : undefined,
  };
}

/** Draws parameters anew, uniform in ±1 / √hidden. */
export function resetWeights(parameters: readonly Parameter[], hidden: number): void {
  const bound = 1 / Math.sqrt(hidden);
  for (const parameter of parameters) uniform(parameter, { a: -bound, b: bound });
}
