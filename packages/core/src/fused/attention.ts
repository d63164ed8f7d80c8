import type { Spec } from "../autograd/graph";
import { ShapeError } from "../errors";
import { add } from "../ops/binary/add";
import { mul } from "../ops/binary/mul";
import { sub } from "../ops/binary/sub";
import { ge } from "../ops/compare/ge";
import { where } from "../ops/compare/where";
import { matmul } from "../ops/linalg/matmul";
import { sum } from "../ops/reduce/sum";
import { reshape } from "../ops/shape/reshape";
import { transpose } from "../ops/shape/transpose";
import { dispatchFused } from "../runtime/dispatch";
import { formatShape, sameShape } from "../shape";
import type { Tensor } from "../tensor/tensor";
import { checkFloats } from "./check-floats";
import { countUp } from "./count-up";
import type { FusedOps } from "./fused-ops";
import type { FusedSpec } from "./fused-spec";
import { softmaxSpec } from "./softmax";

export const attentionSpec: FusedSpec<"attention"> = {
  name: "attention",
  infer: (inputs) => {
    const [q, k, v] = inputs;
    const dtype = checkFloats("attention", ["q", "k", "v", "mask"], inputs);
    checkSizes(q, k, v, inputs.at(3));
    return [{ shape: [q.shape[0], q.shape[1], v.shape[2]], dtype }];
  },
  decompose: (inputs, attrs) => {
    const [q, k, v] = inputs;
    return [matmul(attentionWeights(q, k, inputs.at(3), attrs), v)];
  },
  gradient: {
    saves: (needs) => {
      const onlyV = !needs[0] && !needs[1] && !needs[3];
      return { inputs: needs.flatMap((_, i) => (onlyV && i === 2 ? [] : [i])), outputs: onlyV ? [] : [0] };
    },
    vjp: ([g], { attrs, needs, input, output }) => {
      if (!g) return [];
      const [q, k] = [input(0), input(1)];
      const weights = attentionWeights(q, k, needs.length > 3 ? input(3) : undefined, attrs);
      const toV = needs[2] ? matmul(transpose(weights, 1, 2), g) : undefined;
      if (!needs[0] && !needs[1] && !needs[3]) return [undefined, undefined, toV];
      // Σ_s of (g·vᵀ) · weights is g · output.
      const mean = sum(mul(g, output(0)), { dim: 2, keepdim: true });
      const toScores = mul(weights, sub(matmul(g, transpose(input(2), 1, 2)), mean));
      return [
        needs[0] ? mul(matmul(toScores, k), attrs.scale) : undefined,
        needs[1] ? mul(matmul(transpose(toScores, 1, 2), q), attrs.scale) : undefined,
        toV,
        needs[3] ? toScores : undefined,
      ];
    },
  },
};

/** softmax(q·kᵀ·scale + mask) → [b,l,s]; when causal, row i attends to columns 0 to i. */
export function attentionWeights(
  q: Tensor,
  k: Tensor,
  mask: Tensor | undefined,
  { isCausal, scale }: FusedOps["attention"],
): Tensor {
  const scaled = matmul(mul(q, scale), transpose(k, 1, 2));
  const masked = mask ? add(scaled, mask) : scaled;
  const [, l, s] = masked.shape;
  const isPast = isCausal ? ge(reshape(countUp(q.backend, l), [l, 1]), countUp(q.backend, s)) : undefined;
  return dispatchFused(softmaxSpec, [isPast ? where(isPast, masked, -Infinity) : masked], { dim: 2 })[0];
}

function checkSizes(q: Spec, k: Spec, v: Spec, mask: Spec | undefined): void {
  const shapes = `q ${formatShape(q.shape)}, k ${formatShape(k.shape)}, v ${formatShape(v.shape)}`;
  if (q.shape.length !== 3 || k.shape.length !== 3 || v.shape.length !== 3) {
    throw new ShapeError(`attention: expected [batch, length, features] each, got ${shapes}`);
  }
  const [b, l, e] = q.shape;
  const s = k.shape[1];
  if (!sameShape(k.shape, [b, s, e]) || !sameShape(v.shape, [b, s, v.shape[2]])) {
    throw new ShapeError(`attention: q and k must have equal features, k and v equal lengths, got ${shapes}`);
  }
  if (mask && !sameShape(mask.shape, [b, l, s])) {
    throw new ShapeError(`attention: mask must be ${formatShape([b, l, s])}, got ${formatShape(mask.shape)}`);
  }
}
