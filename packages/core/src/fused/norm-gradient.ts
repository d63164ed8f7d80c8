import type { Gradient } from "../autograd/graph";
import { add } from "../ops/binary/add";
import { mul } from "../ops/binary/mul";
import { sub } from "../ops/binary/sub";
import { sumTo } from "../ops/reduce/sum-to";
import { expand } from "../ops/shape/expand";
import { reshape } from "../ops/shape/reshape";
import { rsqrt } from "../ops/unary/rsqrt";
import { dispatchFused } from "../runtime/dispatch";
import { reducedShape, sizeOf, type Shape } from "../shape";
import type { Tensor } from "../tensor/tensor";
import { checkFloats } from "./check-floats";
import type { FusedOps } from "./fused-ops";
import type { FusedSpec } from "./fused-spec";
import { countOf, meanOver, type NormLayout } from "./normalization";

type NormGradName = "layerNormGrad" | "rmsNormGrad" | "groupNormGrad" | "batchNormGrad";
type LayoutOf<F extends NormGradName> = (x: Shape, attrs: FusedOps[F]) => NormLayout;

/**
 * The spec of a gradient of `normalize` in terms of x and of the statistics that it gave:
 * (g, x, mean?, spread, weight?) → (gradient of x, that of weight?, that of bias?).
 */
export function normGradSpec<F extends NormGradName>(name: F, layoutOf: LayoutOf<F>): FusedSpec<F> {
  return {
    name,
    infer: (inputs, attrs) => {
      const dtype = checkFloats(name, ["g", "x", "a statistic", "a statistic", "weight"], inputs);
      const layout = layoutOf(inputs[1].shape, attrs);
      const x = { shape: inputs[1].shape, dtype };
      if (inputs.length === weightAt(layout)) return [x];
      const parameter = { shape: layout.parameters, dtype };
      return layout.centered ? [x, parameter, parameter] : [x, parameter];
    },
    decompose: (inputs, attrs) => normGrads(inputs, layoutOf(inputs[1].shape, attrs)),
  };
}

/** The rule of a norm whose gradient is `spec`. `statistics` are its outputs from 1 on. */
export function normGradient<F extends NormGradName>(
  spec: FusedSpec<F>,
  statistics: 1 | 2,
  layoutOf: LayoutOf<F>,
): Gradient<FusedOps[F]> {
  return {
    saves: (needs) => {
      if (!needs[0] && !needs[1]) return {};
      return { inputs: needs.length > 1 ? [0, 1] : [0], outputs: statistics === 2 ? [1, 2] : [1] };
    },
    vjp: ([g, ...ofStatistics], { attrs, inputs, needs, input, output }) => {
      const layout = layoutOf(inputs[0].shape, attrs);
      if (!needs[0] && !needs[1]) return [undefined, undefined, g && toParameter(g, layout)];
      const given = layout.centered ? [output(1), output(2)] : [output(1)];
      const terms = throughStatistics(ofStatistics, input(0), given, layout);
      if (!g) return [needs[0] ? total(terms, inputs[0].shape, layout) : undefined];
      const all = [g, input(0), ...given, ...(inputs.length > 1 ? [input(1)] : [])];
      // Kernels are not run for an empty x, whose parameters have gradients all the same.
      const [toX, toWeight, toBias] =
        sizeOf(inputs[0].shape) === 0 ? normGrads(all, layout) : dispatchFused(spec, all, attrs);
      return [terms.length > 0 ? add(toX, total(terms, inputs[0].shape, layout)!) : toX, toWeight, toBias];
    },
  };
}

/** How many inputs of a gradient come before the weight. */
function weightAt({ centered }: NormLayout): number {
  return centered ? 4 : 3;
}

function normGrads(inputs: readonly Tensor[], layout: NormLayout): Tensor[] {
  const [g, x] = inputs;
  const weight = inputs.at(weightAt(layout));
  const centered = center(x, inputs[2], layout);
  const spread = inputs[layout.centered ? 3 : 2];
  const scale = rsqrt(add(keptDims(spread, layout), layout.eps));
  const normal = mul(centered, scale);
  const scaled = reshape(weight ? mul(g, reshape(weight, layout.affine)) : g, layout.shape);
  // What is left of the gradient without its parts along the normalised values and, when centred, along 1.
  const along = mul(normal, meanOver(mul(scaled, normal), layout));
  const rest = sub(scaled, layout.centered ? add(along, meanOver(scaled, layout)) : along);
  const toX = reshape(mul(rest, scale), x.shape);
  if (!weight) return [toX];
  const toWeight = toParameter(mul(g, reshape(normal, x.shape)), layout);
  return layout.centered ? [toX, toWeight, toParameter(g, layout)] : [toX, toWeight];
}

/**
 * The statistics have cotangents of their own as soon as a gradient is differentiated: every element has an equal share
 * in the mean, and one of twice itself in the variance or mean square.
 */
function throughStatistics(
  cotangents: readonly (Tensor | undefined)[],
  x: Tensor,
  statistics: readonly Tensor[],
  layout: NormLayout,
): Tensor[] {
  const share = 1 / countOf(layout);
  const ofMean = layout.centered ? cotangents[0] : undefined;
  const ofSpread = cotangents[layout.centered ? 1 : 0];
  const terms: Tensor[] = [];
  if (ofMean) terms.push(mul(keptDims(ofMean, layout), share));
  if (ofSpread) {
    terms.push(mul(center(x, statistics[0], layout), mul(keptDims(ofSpread, layout), 2 * share)));
  }
  return terms;
}

/** The sum of terms of the layout's shape, or broadcasting to it, in that of x. */
function total(terms: readonly Tensor[], shape: Shape, layout: NormLayout): Tensor | undefined {
  return terms.length > 0 ? reshape(expand(terms.reduce(add), layout.shape), shape) : undefined;
}

/** x in the layout's shape, without its mean when that counts. */
function center(x: Tensor, mean: Tensor, layout: NormLayout): Tensor {
  const shaped = reshape(x, layout.shape);
  return layout.centered ? sub(shaped, keptDims(mean, layout)) : shaped;
}

function toParameter(g: Tensor, { affine, parameters }: NormLayout): Tensor {
  return reshape(sumTo(g, affine), parameters);
}

/** A statistic with the dimensions that it was taken over, so that it broadcasts. */
function keptDims(statistic: Tensor, { shape, dims }: NormLayout): Tensor {
  return reshape(statistic, reducedShape(shape, dims, true));
}
