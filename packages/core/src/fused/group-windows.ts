import { padDims } from "../ops/shape/pad-dims";
import { reshape } from "../ops/shape/reshape";
import { windows } from "../ops/shape/windows";
import type { Shape } from "../shape";
import type { Tensor } from "../tensor/tensor";
import type { ConvAttrs } from "./fused-ops";

/** What each position of a convolution reads: [n,c,h,w] → [n, groups, c/groups, h', w', kh, kw]. */
export function groupWindows(x: Tensor, kernel: Shape, { stride, padding, dilation, groups }: ConvAttrs): Tensor {
  const [n, c, h, w] = x.shape;
  const [top, bottom, left, right] = padding;
  const isPadded = padding.some((size) => size > 0);
  const padded = isPadded ? padDims(x, [0, 0, top, left], [0, 0, bottom, right]) : x;
  const grouped = reshape(padded, [n, groups, c / groups, h + top + bottom, w + left + right]);
  return windows(grouped, kernel, stride, dilation);
}
