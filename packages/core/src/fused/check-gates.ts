import type { Spec } from "../autograd/graph";
import { ShapeError } from "../errors";
import { formatShape, sameShape } from "../shape";
import { checkFloats } from "./check-floats";

/**
 * Checks inputs [n, widths[i] · h] of one floating dtype, of which the last is [n,h]; `names` are theirs. Gives the spec
 * of a result that is so many h wide.
 */
export function checkGates(
  op: string,
  names: readonly string[],
  inputs: readonly Spec[],
  widths: readonly number[],
): (width: number) => Spec {
  const dtype = checkFloats(op, names, inputs);
  const last = inputs.length - 1;
  const state = inputs[last].shape;
  if (state.length !== 2) throw new ShapeError(`${op}: ${names[last]} must be [n,h], got ${formatShape(state)}`);
  const [n, h] = state;
  for (let i = 0; i < last; i++) {
    const expected = [n, widths[i] * h];
    if (sameShape(inputs[i].shape, expected)) continue;
    throw new ShapeError(
      `${op}: ${names[i]} must be ${formatShape(expected)} for ${names[last]} ${formatShape(state)}, ` +
        `got ${formatShape(inputs[i].shape)}`,
    );
  }
  return (width) => ({ shape: [n, width * h], dtype });
}
