import { runScope } from "../runtime/scope";
import type { Tensor } from "../tensor/tensor";
import { isGradEnabled, noGrad } from "./grad-mode";
import { Node, type Gradient } from "./graph";

/** A function with a gradient of your own. */
export interface CustomGrad<A> {
  /** The name in errors and graphs. */
  name: string;
  /** Runs outside the graph. */
  forward: (inputs: readonly Tensor[], attrs: A) => Tensor;
  /** One gradient per input (null: none), in ops, so that it can be differentiated again. */
  backward: (
    gradient: Tensor,
    values: { inputs: readonly Tensor[]; output: Tensor; attrs: A },
  ) => readonly (Tensor | null)[];
}

/** Makes an op out of `forward` whose gradient is `backward` instead of the one its ops would give. */
export function customGrad<A = undefined>({
  name,
  forward,
  backward,
}: CustomGrad<A>): (inputs: readonly Tensor[], attrs: A) => Tensor {
  const gradient: Gradient<A> = {
    saves: (needs) => ({ inputs: needs.map((_, i) => i), outputs: [0] }),
    vjp: ([g], { attrs, needs, input, output }) => {
      if (!g) return needs.map(() => undefined);
      const inputs = needs.map((_, i) => input(i));
      return backward(g, { inputs, output: output(0), attrs }).map((result) => result ?? undefined);
    },
  };
  return (inputs, attrs) => {
    for (const x of inputs) x.check(name);
    const recorded = isGradEnabled() && inputs.some((x) => x.requiresGrad);
    const result = runScope(name, () => noGrad(() => forward(inputs, attrs)));
    if (!recorded) return result;
    // An alias, so that returning an input does not give that input another identity.
    const output = result.detach();
    new Node(name, gradient as Gradient<unknown>, attrs, inputs, [output]);
    return output;
  };
}
