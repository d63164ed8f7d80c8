import { dispatchView } from "../../runtime/dispatch";
import type { Tensor } from "../../tensor/tensor";
import { windowsView } from "../../view";

/**
 * Sliding windows over the last `kernel.length` dimensions, unchecked: [...outer, ...sizes] to
 * [...outer, ...counts, ...kernel]. A view; windows may overlap.
 */
export function windows(
  x: Tensor,
  kernel: readonly number[],
  stride: readonly number[],
  dilation: readonly number[],
): Tensor {
  return dispatchView("windows", x, windowsView(x.layout, kernel, stride, dilation), { kernel, stride, dilation });
}
