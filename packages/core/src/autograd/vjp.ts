import { ShapeError } from "../errors";
import { formatShape, sameShape } from "../shape";
import type { Tensor } from "../tensor/tensor";
import { differentiate } from "./differentiate";
import { enableGrad } from "./grad-mode";
import { latestNode } from "./graph";
import { identity } from "./identity";

/**
 * The value of `f` at `inputs`, and a function from a cotangent (of the value's shape) to one gradient per input. The
 * graph is kept for as long as that function is.
 */
export function vjp<A extends readonly Tensor[]>(
  f: (...inputs: A) => Tensor,
  ...inputs: A
): [value: Tensor, pullback: (cotangent: Tensor) => { [K in keyof A]: Tensor }] {
  const since = latestNode();
  const own = inputs.map(identity);
  const value = enableGrad(() => f(...(own as unknown as A)));
  const pullback = (cotangent: Tensor): { [K in keyof A]: Tensor } => {
    if (!sameShape(cotangent.shape, value.shape)) {
      throw new ShapeError(
        `vjp: cotangent ${formatShape(cotangent.shape)} must have the value's shape ${formatShape(value.shape)}`,
      );
    }
    return differentiate([value], own, { cotangents: [cotangent], since, retain: true }) as unknown as {
      [K in keyof A]: Tensor;
    };
  };
  return [value, pullback];
}
