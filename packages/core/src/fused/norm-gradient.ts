import type { Gradient, GradientContext } from "../autograd/graph";
import { add } from "../ops/binary/add";
import { mul } from "../ops/binary/mul";
import { sub } from "../ops/binary/sub";
import { sumTo } from "../ops/reduce/sum-to";
import { expand } from "../ops/shape/expand";
import { reshape } from "../ops/shape/reshape";
import { rsqrt } from "../ops/unary/rsqrt";
import { reducedShape, type Shape } from "../shape";
import type { Tensor } from "../tensor/tensor";
import { countOf, meanOver, type NormLayout } from "./normalization";

type Cotangents = readonly (Tensor | undefined)[];

/** x in the layout's shape, as the forward pass saw it. */
interface Parts {
  /** x without its mean. */
  readonly centered: Tensor;
  /** 1 / √(variance + eps). */
  readonly scale: Tensor;
  /** centered · scale. */
  readonly normal: Tensor;
}

/**
 * The gradient of `normalize` in terms of x and of the statistics that it gave, outputs 1 to `statistics`. Those have
 * cotangents of their own as soon as this rule is differentiated, and these count too.
 */
export function normGradient<A>(statistics: 1 | 2, layoutOf: (x: Shape, attrs: A) => NormLayout): Gradient<A> {
  return {
    saves: (needs) => {
      if (!needs[0] && !needs[1]) return {};
      return { inputs: needs[0] && needs.length > 1 ? [0, 1] : [0], outputs: statistics === 2 ? [1, 2] : [1] };
    },
    vjp: (cotangents, context) => {
      const { inputs, needs } = context;
      const [g] = cotangents;
      const layout = layoutOf(inputs[0].shape, context.attrs);
      const toBias = g && needs[2] ? toParameter(g, layout) : undefined;
      if (!needs[0] && !needs[1]) return [undefined, undefined, toBias];
      const parts = restore(context, layout);
      return [
        needs[0] ? toX(cotangents, context, parts, layout) : undefined,
        g && needs[1] ? toParameter(mul(g, reshape(parts.normal, inputs[0].shape)), layout) : undefined,
        toBias,
      ];
    },
  };
}

function restore<A>({ input, output }: GradientContext<A>, layout: NormLayout): Parts {
  const x = reshape(input(0), layout.shape);
  const centered = layout.centered ? sub(x, keptDims(output(1), layout)) : x;
  const scale = rsqrt(add(keptDims(output(layout.centered ? 2 : 1), layout), layout.eps));
  return { centered, scale, normal: mul(centered, scale) };
}

function toX<A>(
  [g, ...ofStatistics]: Cotangents,
  { inputs, input }: GradientContext<A>,
  parts: Parts,
  layout: NormLayout,
): Tensor | undefined {
  const scaled = g && inputs.length > 1 ? mul(g, reshape(input(1), layout.affine)) : g;
  const terms = [
    scaled && throughNormal(reshape(scaled, layout.shape), parts, layout),
    ...throughStatistics(ofStatistics, parts, layout),
  ].filter((term) => term !== undefined);
  return terms.length > 0 ? reshape(expand(terms.reduce(add), layout.shape), inputs[0].shape) : undefined;
}

/** What is left of `g` without its parts along the normalised values and, when centred, along 1. */
function throughNormal(g: Tensor, { normal, scale }: Parts, layout: NormLayout): Tensor {
  const along = mul(normal, meanOver(mul(g, normal), layout));
  return mul(sub(g, layout.centered ? add(along, meanOver(g, layout)) : along), scale);
}

/** Every element has an equal share in the mean, and one of twice itself in the variance or mean square. */
function throughStatistics(cotangents: Cotangents, { centered }: Parts, layout: NormLayout): Cotangents {
  const share = 1 / countOf(layout);
  const ofMean = layout.centered ? cotangents[0] : undefined;
  const ofSpread = cotangents[layout.centered ? 1 : 0];
  return [
    ofMean && mul(keptDims(ofMean, layout), share),
    ofSpread && mul(centered, mul(keptDims(ofSpread, layout), 2 * share)),
  ];
}

function toParameter(g: Tensor, { affine, parameters }: NormLayout): Tensor {
  return reshape(sumTo(g, affine), parameters);
}

/** A statistic with the dimensions that it was taken over, so that it broadcasts. */
function keptDims(statistic: Tensor, { shape, dims }: NormLayout): Tensor {
  return reshape(statistic, reducedShape(shape, dims, true));
}
