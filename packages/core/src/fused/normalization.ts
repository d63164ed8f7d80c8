import type { Spec } from "../autograd/graph";
import { ShapeError } from "../errors";
import { add } from "../ops/binary/add";
import { mul } from "../ops/binary/mul";
import { sub } from "../ops/binary/sub";
import { mean } from "../ops/reduce/mean";
import { reshape } from "../ops/shape/reshape";
import { rsqrt } from "../ops/unary/rsqrt";
import { square } from "../ops/unary/square";
import { formatShape, sameShape, type Shape } from "../shape";
import type { Tensor } from "../tensor/tensor";
import { checkFloats } from "./check-floats";

/** Where a normalisation takes its statistics, and how its parameters lie. */
export interface NormLayout {
  /** The shape of x, reshaped so that each statistic covers whole dimensions. */
  readonly shape: Shape;
  /** The dimensions of `shape` that statistics are taken over. */
  readonly dims: readonly number[];
  /** The shape of the statistics as outputs. */
  readonly statistics: Shape;
  /** The shape of weight and bias. */
  readonly parameters: Shape;
  /** `parameters` with the dimensions that make them broadcast against x. */
  readonly affine: Shape;
  /** The mean is subtracted; else the one statistic is the mean square. */
  readonly centered: boolean;
  readonly eps: number;
}

/** Statistics over the last `dims` dimensions, which weight and bias have the shape of. */
export function trailingLayout(shape: Shape, dims: number, eps: number, centered: boolean): NormLayout {
  const lead = shape.length - dims;
  const trailing = shape.slice(lead);
  return {
    shape,
    dims: Array.from({ length: dims }, (_, i) => lead + i),
    statistics: shape.slice(0, lead),
    parameters: trailing,
    affine: trailing,
    centered,
    eps,
  };
}

/** Specs of (y, mean, variance), or (y, mean square) when not centred; throws when weight or bias do not fit. */
export function normSpecs(op: string, inputs: readonly Spec[], layout: NormLayout): Spec[] {
  const names = ["x", "weight", "bias"];
  const dtype = checkFloats(op, names, inputs);
  for (let i = 1; i < inputs.length; i++) {
    if (!sameShape(inputs[i].shape, layout.parameters)) {
      throw new ShapeError(
        `${op}: ${names[i]} must be ${formatShape(layout.parameters)} for x ${formatShape(inputs[0].shape)}, ` +
          `got ${formatShape(inputs[i].shape)}`,
      );
    }
  }
  const y = { shape: inputs[0].shape, dtype };
  const statistic = { shape: layout.statistics, dtype };
  return layout.centered ? [y, statistic, statistic] : [y, statistic];
}

/** (x, weight?, bias?) → (y, mean, variance), or (y, mean square) when not centred. */
export function normalize(inputs: readonly Tensor[], layout: NormLayout): Tensor[] {
  const x = reshape(inputs[0], layout.shape);
  const center = layout.centered ? meanOver(x, layout) : undefined;
  const centered = center ? sub(x, center) : x;
  const spread = meanOver(square(centered), layout);
  let y = reshape(mul(centered, rsqrt(add(spread, layout.eps))), inputs[0].shape);
  if (inputs.length > 1) y = mul(y, reshape(inputs[1], layout.affine));
  if (inputs.length > 2) y = add(y, reshape(inputs[2], layout.affine));
  const statistics = center ? [center, spread] : [spread];
  return [y, ...statistics.map((s) => reshape(s, layout.statistics))];
}

/** The mean of a tensor of `layout.shape` over its dimensions, which stay with size 1. */
export function meanOver(x: Tensor, layout: NormLayout): Tensor {
  return mean(x, { dim: layout.dims, keepdim: true });
}

/** Elements per statistic. */
export function countOf({ shape, dims }: NormLayout): number {
  return dims.reduce((count, dim) => count * shape[dim], 1);
}
