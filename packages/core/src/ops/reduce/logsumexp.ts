import { customGrad } from "../../autograd/custom-grad";
import { toFloat } from "../../dtype";
import { normalizeDims, reducedShape } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { add } from "../binary/add";
import { mul } from "../binary/mul";
import { sub } from "../binary/sub";
import { eq } from "../compare/eq";
import { isInf } from "../compare/is-inf";
import { where } from "../compare/where";
import { withCast } from "../shape/with-cast";
import { reshape } from "../shape/reshape";
import { exp } from "../unary/exp";
import { log } from "../unary/log";
import { amax } from "./amax";
import type { ReduceOptions } from "./reduce-dims";
import { sum } from "./sum";

interface Attrs {
  readonly dim: readonly number[];
  readonly keepdim: boolean;
}

/**
 * ln Σ eˣ over `dim` (all dimensions when absent), without overflow. Rows of −∞ alone give −∞ and a gradient of 0.
 */
export function logsumexp(x: Tensor, { dim, keepdim = false }: ReduceOptions = {}): Tensor {
  const attrs = { dim: normalizeDims("logsumexp", dim, x.ndim), keepdim };
  return withCast(x, toFloat(x.dtype), (source) => stable([source], attrs));
}

const stable = /* @__PURE__ */ customGrad<Attrs>({
  name: "logsumexp",
  forward: ([x], { dim, keepdim }) => {
    if (dim.some((d) => x.shape[d] === 0)) return log(sum(x, { dim, keepdim }));
    const largest = amax(x, { dim, keepdim: true });
    const shift = where(isInf(largest), 0, largest);
    const result = add(log(sum(exp(sub(x, shift)), { dim, keepdim: true })), shift);
    return reshape(result, reducedShape(x.shape, dim, keepdim));
  },
  backward: (g, { inputs: [x], output, attrs: { dim } }) => {
    const kept = reducedShape(x.shape, dim, true);
    const total = reshape(output, kept);
    // x − total without ∞ − ∞: an element that is its row's whole sum has weight 1, in a row of −∞ each has 0.
    const whole = where(eq(total, -Infinity), Infinity, total);
    const weight = exp(where(eq(x, whole), 0, sub(x, whole)));
    return [mul(reshape(g, kept), weight)];
  },
});
