import { clipGradNorm, clipGradValue } from "@nn/optim";
import { TrainError } from "../error";
import type { Callback } from "./callback";

export interface ClipGradientsOptions {
  /** The largest norm of all gradients together. */
  maxNorm?: number;
  /** The largest absolute value of a gradient's element. */
  maxValue?: number;
}

/** Bounds the gradients before each step, by their norm or by their values. */
export function clipGradients({ maxNorm, maxValue }: ClipGradientsOptions): Callback {
  for (const [name, bound] of Object.entries({ maxNorm, maxValue })) {
    if (bound !== undefined && !(bound > 0))
      throw new TrainError(`clipGradients: ${name} must be above 0, got ${bound}`);
  }
  if (maxNorm === undefined && maxValue === undefined) throw new TrainError("clipGradients: give maxNorm or maxValue");
  return {
    name: "clipGradients",
    onGradients({ optimizer }) {
      const params = optimizer.groups.flatMap((group) => group.params);
      if (maxValue !== undefined) clipGradValue(params, maxValue);
      if (maxNorm !== undefined) clipGradNorm(params, maxNorm).dispose();
    },
  };
}
