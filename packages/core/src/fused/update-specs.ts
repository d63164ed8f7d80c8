import type { Spec } from "../autograd/graph";
import { ShapeError } from "../errors";
import { formatShape, sameShape } from "../shape";
import { checkFloats } from "./check-floats";

/** Specs of the inputs that an optimizer's step updates; all inputs have the parameter's shape and dtype. */
export function updateSpecs(
  op: string,
  names: readonly string[],
  inputs: readonly Spec[],
  updates: readonly number[],
): Spec[] {
  checkFloats(op, names, inputs);
  const [{ shape, dtype }] = inputs;
  for (let i = 1; i < inputs.length; i++) {
    if (!sameShape(inputs[i].shape, shape)) {
      throw new ShapeError(
        `${op}: ${names[i]} must have the parameter's shape ${formatShape(shape)}, got ${formatShape(inputs[i].shape)}`,
      );
    }
  }
  return updates.filter((i) => i < inputs.length).map(() => ({ shape, dtype }));
}
