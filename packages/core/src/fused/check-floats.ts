import type { Spec } from "../autograd/graph";
import { isFloat, type DType } from "../dtype";
import { DTypeError } from "../errors";

/** Checks that `inputs` share one floating dtype, and gives it; `names` are theirs, in order. */
export function checkFloats(op: string, names: readonly string[], inputs: readonly Spec[]): DType {
  const { dtype } = inputs[0];
  for (let i = 0; i < inputs.length; i++) {
    const other = inputs[i].dtype;
    if (!isFloat(other)) {
      throw new DTypeError(
        `${op}: ${names[i]} must be floating, got ${other}; convert it, for example ${names[i]}.to("float32")`,
      );
    }
    if (other !== dtype) {
      throw new DTypeError(
        `${op}: ${names[0]} is ${dtype} but ${names[i]} is ${other}; convert one, for example ${names[i]}.to("${dtype}")`,
      );
    }
  }
  return dtype;
}
