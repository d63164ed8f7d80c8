import type { Spec } from "../autograd/graph";
import { ShapeError } from "../errors";
import { full } from "../ops/creation/full";
import { sum } from "../ops/reduce/sum";
import { padDims } from "../ops/shape/pad-dims";
import { sliceDims } from "../ops/shape/slice-dims";
import { windows } from "../ops/shape/windows";
import { dispatch } from "../runtime/dispatch";
import { formatShape } from "../shape";
import type { Tensor, TensorLike } from "../tensor/tensor";
import { extent } from "./conv-shape";
import type { AvgPoolAttrs, PoolAttrs } from "./fused-ops";

type Pair = readonly [number, number];

/** The shape of a pooling of [n,c,h,w] planes; `outputSize` was checked when it was computed. */
export function poolShape(op: string, x: Spec, { outputSize }: PoolAttrs): number[] {
  if (x.shape.length !== 4) {
    throw new ShapeError(
      `${op}: x must be [batch, channels, height, width] or [channels, height, width], got ${formatShape(x.shape)}`,
    );
  }
  return [x.shape[0], x.shape[1], ...outputSize];
}

/** Rows and columns from the first tap of the first window to the last of the last one. */
export function reach({ kernelSize, stride, outputSize }: PoolAttrs, dilation: Pair = [1, 1]): [number, number] {
  const along = (i: 0 | 1): number => (outputSize[i] - 1) * stride[i] + extent(kernelSize[i], dilation[i]);
  return [along(0), along(1)];
}

/** Planes of `size` with `x` in them from row `top` and column `left` on, cut off behind, `value` elsewhere. */
export function frame(x: Tensor, [top, left]: Pair, [height, width]: Pair, value: number): Tensor {
  const [n, c, h, w] = x.shape;
  const rows = Math.min(h, height - top);
  const columns = Math.min(w, width - left);
  const inside = rows === h && columns === w ? x : sliceDims(x, [0, 0, 0, 0], [n, c, rows, columns], [1, 1, 1, 1]);
  if (rows === height && columns === width) return inside;
  const before = [0, 0, top, left];
  const after = [0, 0, height - top - rows, width - left - columns];
  return dispatch("pad", [inside], { before, after, interior: [0, 0, 0, 0], value });
}

/** The transpose of `frame` with zeros: planes of `size` from row `top` and column `left` of `x` on. */
export function unframe(x: Tensor, [top, left]: Pair, [h, w]: Pair): Tensor {
  const [n, c, height, width] = x.shape;
  const rows = Math.min(h, height - top);
  const columns = Math.min(w, width - left);
  const inside = sliceDims(x, [0, 0, top, left], [n, c, rows, columns], [1, 1, 1, 1]);
  return rows === h && columns === w ? inside : padDims(inside, [0, 0, 0, 0], [0, 0, h - rows, w - columns]);
}

/** What the sum of each window is divided by: a number when that is one for all. */
export function windowAreas({ dtype, backend }: Tensor, [h, w]: Pair, attrs: AvgPoolAttrs): TensorLike {
  const { kernelSize, stride, padding, countIncludePad } = attrs;
  const corner: Pair = countIncludePad ? [0, 0] : padding;
  const counted: Pair = countIncludePad ? [h + 2 * padding[0], w + 2 * padding[1]] : [h, w];
  const size = reach(attrs);
  const isWhole = corner.every((start, i) => start === 0 && size[i] <= counted[i]);
  if (isWhole) return kernelSize[0] * kernelSize[1];
  const ones = full([1, 1, ...counted], 1, { dtype, backend });
  return sum(windows(frame(ones, corner, size, 0), kernelSize, stride, [1, 1]), { dim: [-2, -1] });
}
