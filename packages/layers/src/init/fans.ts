import { ShapeError, sizeOf, type Shape } from "@nn/core";

/** Values that one output depends on (fanIn), and outputs that one input reaches (fanOut), for a weight [out, in, ...]. */
export function fansOf(shape: Shape): { fanIn: number; fanOut: number } {
  if (shape.length < 2) {
    throw new ShapeError(`init: fanIn and fanOut need a weight of two or more dimensions, got [${shape.join(",")}]`);
  }
  const window = sizeOf(shape.slice(2));
  return { fanIn: shape[1] * window, fanOut: shape[0] * window };
}
