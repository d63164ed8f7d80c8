import { dispatch } from "../../runtime/dispatch";
import type { Tensor } from "../../tensor/tensor";

/** Adds overlapping windows up into dimensions of `sizes`: the transpose of `windows`, unchecked. */
export function fold(
  x: Tensor,
  sizes: readonly number[],
  stride: readonly number[],
  dilation: readonly number[],
): Tensor {
  return dispatch("fold", [x], { sizes, stride, dilation });
}
