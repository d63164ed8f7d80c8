import { ShapeError, Tensor, type Shape } from "@nn/core";

/** Throws unless `state` is a tensor of the shape `expected`, whose dimensions are `names`. */
export function checkState(layer: string, state: unknown, expected: Shape, names: string): void {
  if (state instanceof Tensor && `${state.shape}` === `${expected}`) return;
  const given = state instanceof Tensor ? `[${state.shape.join(",")}]` : "no tensor";
  throw new ShapeError(`${layer}: expected a state [${expected.join(",")}] (${names}), got ${given}`);
}
