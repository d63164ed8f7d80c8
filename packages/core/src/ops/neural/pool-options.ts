import { extent } from "../../fused/conv-shape";
import type { MaxPoolAttrs } from "../../fused/fused-ops";
import { ArgumentError, ShapeError } from "../../errors";
import { checkInteger, type Shape } from "../../shape";
import { toPair, type Size2 } from "./conv-options";

/** What 1-d and 2-d pooling have in common: `Size` is a number, or for planes a number or a pair. */
export interface PoolOptions<Size> {
  /** Elements of a window. */
  kernelSize: Size;
  /** Step from window to window; the kernel size when absent. */
  stride?: Size;
  /** Elements around the input, at most half the kernel size. Default 0. */
  padding?: Size;
  /** Let windows that start inside reach beyond the end, instead of leaving them out. */
  ceilMode?: boolean;
}

type Dilated<Size> = PoolOptions<Size> & { dilation?: Size };

/** Attributes of a pooling over the last two dimensions of `shape`. */
export function planeAttrs(op: string, shape: Shape, options: Dilated<Size2>): MaxPoolAttrs {
  const { kernelSize, stride = kernelSize, padding = 0, dilation = 1, ceilMode = false } = options;
  const attrs = {
    kernelSize: toPair(op, "kernelSize", kernelSize, 1),
    stride: toPair(op, "stride", stride, 1),
    padding: toPair(op, "padding", padding, 0),
    dilation: toPair(op, "dilation", dilation, 1),
  };
  const along = (i: 0 | 1): number =>
    positions(op, i === 0 ? "height" : "width", shape[shape.length - 2 + i], {
      kernelSize: attrs.kernelSize[i],
      stride: attrs.stride[i],
      padding: attrs.padding[i],
      dilation: attrs.dilation[i],
      ceilMode,
    });
  return { ...attrs, outputSize: [along(0), along(1)] };
}

/** Attributes of a pooling over the last dimension of `shape`, taken as planes of height 1. */
export function rowAttrs(op: string, shape: Shape, options: Dilated<number>): MaxPoolAttrs {
  const { kernelSize, stride = kernelSize, padding = 0, dilation = 1, ceilMode = false } = options;
  checkInteger(op, "kernelSize", kernelSize, 1);
  checkInteger(op, "stride", stride, 1);
  checkInteger(op, "padding", padding, 0);
  checkInteger(op, "dilation", dilation, 1);
  const layout = { kernelSize, stride, padding, dilation, ceilMode };
  return {
    kernelSize: [1, kernelSize],
    stride: [1, stride],
    padding: [0, padding],
    dilation: [1, dilation],
    outputSize: [1, positions(op, "length", shape[shape.length - 1], layout)],
  };
}

/** The number of windows along one dimension. */
function positions(op: string, name: string, size: number, layout: Required<Dilated<number>>): number {
  const { kernelSize, stride, padding, dilation, ceilMode } = layout;
  if (padding > kernelSize / 2) {
    throw new ArgumentError(`${op}: padding ${padding} must be at most half the kernel size ${kernelSize}`);
  }
  const reach = extent(kernelSize, dilation);
  const steps = (size + 2 * padding - reach) / stride;
  let count = (ceilMode ? Math.ceil(steps) : Math.floor(steps)) + 1;
  // The last window must start inside, or in the padding before.
  if (ceilMode && (count - 1) * stride >= size + padding) count--;
  if (count < 1 || size === 0) {
    throw new ShapeError(`${op}: the window of ${reach} does not fit into the ${name} ${size} with padding ${padding}`);
  }
  return count;
}
