import { dispatchView } from "../../runtime/dispatch";
import type { Tensor } from "../../tensor/tensor";
import { sliceView } from "../../view";

/** `sizes[i]` elements per dimension from `starts[i]` in steps of `steps[i]`, unchecked. A view. */
export function sliceDims(
  x: Tensor,
  starts: readonly number[],
  sizes: readonly number[],
  steps: readonly number[],
): Tensor {
  return dispatchView("slice", x, sliceView(x.layout, starts, sizes, steps), { starts, sizes, steps });
}
