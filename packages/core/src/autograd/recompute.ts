import type { Tensor } from "../tensor/tensor";
import { differentiate } from "./differentiate";
import { enableGrad } from "./grad-mode";
import { latestNode, type Gradient } from "./graph";
import { identity } from "./identity";

/**
 * The gradient of `fn` by running it again in the backward pass, recorded: what `checkpoint` is made of, and what
 * fused kernels without a rule of their own fall back on.
 */
export function recompute<A>(fn: (inputs: readonly Tensor[], attrs: A) => readonly Tensor[]): Gradient<A> {
  return {
    saves: (needs) => ({ inputs: needs.map((_, i) => i) }),
    vjp: (cotangents, { attrs, needs, input }) => {
      const since = latestNode();
      const inputs = needs.map((need, i) => (need ? identity(input(i)) : input(i).detach()));
      const outputs = enableGrad(() => fn(inputs, attrs));
      const wanted = inputs.filter((_, i) => needs[i]);
      const gradients = differentiate(outputs, wanted, { cotangents, since });
      let next = 0;
      return needs.map((need) => (need ? gradients[next++] : undefined));
    },
  };
}
