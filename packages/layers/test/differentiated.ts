import { add, mul, sum, type Tensor } from "@nn/core";
import { expect } from "vitest";
import type { Module } from "../src";
import { distance, unpack, unpackAll, type Packed } from "./packed";

/** A case of recurrent.json or transformers.json. */
export interface DifferentiatedCase {
  readonly state: Readonly<Record<string, Packed>>;
  readonly inputs: readonly Packed[];
  readonly options: Readonly<Record<string, Packed | boolean>>;
  readonly outputs: readonly Packed[];
  readonly cotangents: readonly Packed[];
  readonly inputGradients: readonly Packed[];
  readonly gradients: Readonly<Record<string, Packed>>;
}

/** Checks keys, outputs and gradients of `module`, whose output's tensors `run` gives, against PyTorch's to 1e-5. */
export function expectPyTorchs(
  module: Module,
  expected: DifferentiatedCase,
  run: (inputs: Tensor[], options: Record<string, Tensor | boolean>) => readonly Tensor[],
): void {
  expect(Object.keys(module.stateDict())).toEqual(Object.keys(expected.state));
  module.loadStateDict(unpackAll(expected.state));
  const inputs = expected.inputs.map(unpack);
  for (const input of inputs) input.requiresGrad = true;
  const options = Object.entries(expected.options).map(([key, value]) => [
    key,
    typeof value === "boolean" ? value : unpack(value),
  ]);
  const outputs = run(inputs, Object.fromEntries(options) as Record<string, Tensor | boolean>);
  expect(outputs.length).toBe(expected.outputs.length);
  outputs.forEach((output, i) => expect(distance(output, expected.outputs[i]), `output ${i}`).toBeLessThan(1e-5));
  const terms = outputs.map((output, i) => sum(mul(output, unpack(expected.cotangents[i]))));
  terms.reduce((a, b) => add(a, b)).backward();
  inputs.forEach((input, i) => {
    expect(distance(input.grad!, expected.inputGradients[i]), `gradient of input ${i}`).toBeLessThan(1e-5);
  });
  for (const [name, parameter] of module.namedParameters()) {
    expect(distance(parameter.grad!, expected.gradients[name]), `gradient of ${name}`).toBeLessThan(1e-5);
  }
}
