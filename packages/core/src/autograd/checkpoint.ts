import { AutogradError } from "../errors";
import type { GeneratorState } from "../ops/random/generator";
import { defaultGenerator } from "../ops/random/manual-seed";
import { replay } from "../ops/random/replay";
import { runScope } from "../runtime/scope";
import type { Tensor } from "../tensor/tensor";
import { walk } from "./backward";
import { differentiate } from "./differentiate";
import { enableGrad, isGradEnabled, noGrad } from "./grad-mode";
import { latestNode, Node, type Gradient } from "./graph";
import { identity } from "./identity";

/**
 * Runs `fn(...inputs)` without storing what its ops would save, and runs it again in the backward pass. Parameters
 * that `fn` uses get their gradients too. `fn` must give the same values both times; the default generator's random
 * numbers, as in dropout, are the same ones.
 */
export function checkpoint<A extends readonly Tensor[]>(fn: (...inputs: A) => Tensor, ...inputs: A): Tensor {
  if (!isGradEnabled()) return fn(...inputs);
  const random = defaultGenerator().state();
  const { output, outer } = runScope("checkpoint()", () => trial(fn, inputs));
  const sources = [...inputs, ...outer];
  if (sources.some((t) => t.requiresGrad)) {
    new Node("checkpoint", rerun(fn, inputs.length, outer, random) as Gradient<unknown>, undefined, sources, [output]);
  }
  return output;
}

/** One recorded run, to find the leaves behind `fn`'s closure; what it saved is let go. */
function trial<A extends readonly Tensor[]>(
  fn: (...inputs: A) => Tensor,
  inputs: A,
): { output: Tensor; outer: Tensor[] } {
  const since = latestNode();
  const own = inputs.map(identity);
  const output = fn(...(own as unknown as A));
  if (!output.link) return { output: output.detach(), outer: [] };
  const targets = new Set(own.map((t) => t.link));
  const { nodes, leaves } = walk([output.link], targets);
  const outer = leaves.flatMap((leaf) => {
    if (targets.has(leaf)) return [];
    if (leaf.handle) return [leaf.handle];
    throw new AutogradError("checkpoint: the function uses a tensor that was freed; pass it as an argument");
  });
  for (const node of nodes) {
    if (node.id <= since) {
      throw new AutogradError(
        `checkpoint: the function uses a computed tensor (of ${node.name}); pass it as an argument`,
      );
    }
  }
  for (const node of nodes) node.consume();
  return { output: output.detach(), outer };
}

function rerun<A extends readonly Tensor[]>(
  fn: (...inputs: A) => Tensor,
  count: number,
  outer: readonly Tensor[],
  random: GeneratorState,
): Gradient<undefined> {
  return {
    saves: () => ({ inputs: Array.from({ length: count }, (_, i) => i) }),
    vjp: (cotangents, { needs, input }) => {
      const since = latestNode();
      const own = Array.from({ length: count }, (_, i) =>
        needs[i] ? identity(input(i)) : noGrad(() => input(i).detach()),
      );
      const output = replay(random, () => enableGrad(() => fn(...(own as unknown as A))));
      const sources = [...own, ...outer];
      const wanted = sources.filter((_, i) => needs[i]);
      const gradients = differentiate([output], wanted, { cotangents, since });
      let next = 0;
      return needs.map((need) => (need ? gradients[next++] : undefined));
    },
  };
}
