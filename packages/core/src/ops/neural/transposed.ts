import { conv2dInputGradSpec } from "../../fused/conv2d-input-grad";
import { checkRank, extent } from "../../fused/conv-shape";
import { ArgumentError, ShapeError } from "../../errors";
import { dispatchFused } from "../../runtime/dispatch";
import { formatShape, sameShape, type Shape } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { add } from "../binary/add";
import { padDims } from "../shape/pad-dims";
import { reshape } from "../shape/reshape";

type Pair = readonly [number, number];

/** Attributes of a transposed convolution, per dimension. */
export interface TransposedAttrs {
  readonly stride: Pair;
  readonly padding: Pair;
  readonly outputPadding: Pair;
  readonly dilation: Pair;
  readonly groups: number;
}

/**
 * The transposed convolution of x [n,in,h,w] with weight [in, out/groups, kh, kw] and bias [out]: the gradient of the
 * convolution that takes its result to x.
 */
export function transposed(
  op: string,
  x: Tensor,
  weight: Tensor,
  bias: Tensor | undefined,
  { stride, padding, outputPadding, dilation, groups }: TransposedAttrs,
): Tensor {
  // Output padding is taken off the padding behind; what is left of it lies beyond all windows.
  const behind = padding.map((size, i) => Math.max(size - outputPadding[i], 0));
  const beyond = padding.map((size, i) => Math.max(outputPadding[i] - size, 0));
  const along = (i: 0 | 1): number =>
    (x.shape[2 + i] - 1) * stride[i] + extent(weight.shape[2 + i], dilation[i]) - padding[i] - behind[i];
  const inputSize = [along(0), along(1)] as const;
  if (inputSize[0] < 1 || inputSize[1] < 1) {
    throw new ShapeError(`${op}: padding [${padding}] leaves nothing of the output for x ${formatShape(x.shape)}`);
  }
  const around = [padding[0], behind[0], padding[1], behind[1]] as const;
  const attrs = { stride, padding: around, dilation, groups, inputSize };
  const [inside] = dispatchFused(conv2dInputGradSpec, [x, weight], attrs);
  const y = beyond.some((size) => size > 0) ? padDims(inside, [0, 0, 0, 0], [0, 0, ...beyond]) : inside;
  return bias ? add(y, reshape(bias, [bias.size, 1, 1])) : y;
}

/** Checks the shapes of a transposed convolution over `spatial` dimensions. */
export function checkTransposed(
  op: string,
  x: Shape,
  weight: Shape,
  bias: Shape | undefined,
  { spatial, groups }: { readonly spatial: number; readonly groups: number },
): void {
  checkRank(op, x, weight, "in, out/groups", spatial);
  if (x[1] !== weight[0]) {
    throw new ShapeError(
      `${op}: x has ${x[1]} channels, weight ${formatShape(weight)} ([in, out/groups, ...]) expects ${weight[0]}`,
    );
  }
  if (weight[0] % groups !== 0) {
    throw new ShapeError(
      `${op}: groups ${groups} do not divide the ${weight[0]} input channels of weight ${formatShape(weight)}`,
    );
  }
  const out = weight[1] * groups;
  if (bias && !sameShape(bias, [out])) {
    throw new ShapeError(`${op}: bias must be [${out}], one value per output channel, got ${formatShape(bias)}`);
  }
}

/** Checks that padding the output does not reach the next position of a window. */
export function checkOutputPadding(op: string, outputPadding: number, stride: number, dilation: number): void {
  if (outputPadding < Math.max(stride, dilation)) return;
  throw new ArgumentError(
    `${op}: outputPadding ${outputPadding} must be less than stride ${stride} or dilation ${dilation}`,
  );
}
