import { dispatch } from "../../runtime/dispatch";
import type { Tensor } from "../../tensor/tensor";

/** Puts zeros before, after and between the elements of each dimension, unchecked. */
export function padDims(
  x: Tensor,
  before: readonly number[],
  after: readonly number[],
  interior: readonly number[] = before.map(() => 0),
): Tensor {
  return dispatch("pad", [x], { before, after, interior, value: 0 });
}
