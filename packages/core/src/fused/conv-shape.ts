import { ShapeError } from "../errors";
import { formatShape, sameShape, type Shape } from "../shape";

/** How windows lie over the last dimensions; padding holds [before, after] of each. */
interface ConvLayout {
  readonly stride: readonly number[];
  readonly padding: readonly number[];
  readonly dilation: readonly number[];
  readonly groups: number;
}

/** The number of windows of `kernel` along each dimension of `sizes`. */
function windowCounts(sizes: Shape, kernel: Shape, { stride, padding, dilation }: ConvLayout): number[] {
  return sizes.map((size, i) => {
    const room = size + padding[2 * i] + padding[2 * i + 1] - extent(kernel[i], dilation[i]);
    return Math.floor(room / stride[i]) + 1;
  });
}

/** From the first tap of a window to its last, both included. */
export function extent(taps: number, dilation: number): number {
  return (taps - 1) * dilation + 1;
}

/** The shape of a convolution over any number of dimensions; throws when the arguments do not fit. */
export function convShape(op: string, x: Shape, weight: Shape, bias: Shape | undefined, layout: ConvLayout): number[] {
  checkChannels(op, x, weight, layout);
  if (bias && !sameShape(bias, [weight[0]])) {
    throw new ShapeError(`${op}: bias must be [${weight[0]}], one value per output channel, got ${formatShape(bias)}`);
  }
  const sizes = x.slice(2);
  const kernel = weight.slice(2);
  const counts = windowCounts(sizes, kernel, layout);
  if (counts.some((count) => !(count > 0)) || kernel.includes(0)) {
    const padded = sizes.map((size, i) => size + layout.padding[2 * i] + layout.padding[2 * i + 1]);
    const spread = kernel.map((taps, i) => extent(taps, layout.dilation[i]));
    const dilated = sameShape(kernel, spread) ? "" : `, spread to ${spread.join("×")} by its dilation,`;
    throw new ShapeError(
      `${op}: the kernel ${kernel.join("×")}${dilated} does not fit into the padded input ${padded.join("×")}`,
    );
  }
  return [x[0], weight[0], ...counts];
}

/** Checks that x is [batch, channels, ...sizes], or that without the batch, and weight laid out as `kind` says. */
export function checkRank(op: string, x: Shape, weight: Shape, kind: string, spatial: number): void {
  const sizes = spatial === 1 ? "length" : "height, width";
  if (weight.length !== spatial + 2) {
    throw new ShapeError(`${op}: weight must be [${kind}, ${sizes}], got ${formatShape(weight)}`);
  }
  if (x.length !== spatial + 2) {
    throw new ShapeError(`${op}: x must be [batch, channels, ${sizes}] or [channels, ${sizes}], got ${formatShape(x)}`);
  }
}

function checkChannels(op: string, x: Shape, weight: Shape, layout: ConvLayout): void {
  const { groups } = layout;
  checkRank(op, x, weight, "out, in/groups", layout.stride.length);
  if (weight[0] % groups !== 0) {
    throw new ShapeError(
      `${op}: groups ${groups} do not divide the ${weight[0]} output channels of weight ${formatShape(weight)}`,
    );
  }
  const expected = weight[1] * groups;
  if (x[1] !== expected) {
    throw new ShapeError(
      `${op}: x has ${x[1]} channels, weight ${formatShape(weight)} with groups ${groups} expects ${expected}`,
    );
  }
}
