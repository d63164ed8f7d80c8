import { isFloat } from "../../dtype";
import { scope } from "../../runtime/scope";
import { checkInteger } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { cast } from "../shape/cast";
import { cat } from "../shape/cat";
import { flip } from "../shape/flip";
import { dispatch } from "../../runtime/dispatch";
import { create, type CreationOptions } from "./options";

/** `steps` evenly spaced values from `start` to `end`, both included and exact; float32 unless `dtype` says otherwise. */
export function linspace(start: number, end: number, steps: number, options: CreationOptions = {}): Tensor {
  checkInteger("linspace", "steps", steps, 0);
  const { dtype = "float32" } = options;
  const float = isFloat(dtype) ? dtype : "float32";
  const step = steps > 1 ? (end - start) / (steps - 1) : 0;
  const run = (from: number, by: number, length: number): Tensor =>
    dispatch("arange", [], { length, dtype: float, start: from, step: by });
  const half = Math.ceil(steps / 2);
  return create(options, () =>
    // The second half counts back from the end, so that rounding does not miss it.
    scope(() => cast(cat([run(start, step, half), flip(run(end, -step, steps - half), 0)]), dtype)),
  );
}
