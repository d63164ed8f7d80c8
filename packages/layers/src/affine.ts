import type { Shape, Tensor } from "@nn/core";
import { emptyParameter, type FactoryOptions } from "./factory";
import { ones } from "./init/ones";
import { zeros } from "./init/zeros";
import type { Parameter } from "./module/parameter";

/** A weight of ones, when the layer has one. */
export function weightOfOnes(exists: boolean, shape: Shape, factory: FactoryOptions): Parameter | undefined {
  return exists ? ones(emptyParameter(shape, factory)) : undefined;
}

/** A bias of zeros, when the layer has one. */
export function biasOfZeros(exists: boolean, shape: Shape, factory: FactoryOptions): Parameter | undefined {
  return exists ? emptyParameter(shape, factory) : undefined;
}

/** Sets a normalisation's weight to ones and its bias to zeros. */
export function resetNorm(weight: Tensor | undefined, bias: Tensor | undefined): void {
  if (weight) ones(weight);
  if (bias) zeros(bias);
}
