import { onesLike } from "../ops/creation/ones-like";
import { zerosLike } from "../ops/creation/zeros-like";
import { runScope } from "../runtime/scope";
import type { Tensor } from "../tensor/tensor";
import { propagate, walk } from "./backward";
import { alias } from "./alias";
import { isGradEnabled, withGradMode } from "./grad-mode";
import type { Link, Node } from "./graph";

export interface DifferentiateOptions {
  /** One per output; 1 when absent. */
  cotangents?: readonly (Tensor | undefined)[];
  /** Nodes with higher ids belong to this pass, and are used up by it. */
  since: number;
  /** Keep the graph for another pass. */
  retain?: boolean;
}

/**
 * Gradients of `outputs` with respect to `inputs`, each an identity of its own. The pass is recorded when grad mode is
 * on and something outside (another leaf, an outer graph, a cotangent) could want to differentiate it again.
 */
export function differentiate(
  outputs: readonly Tensor[],
  inputs: readonly Tensor[],
  { cotangents, since, retain = false }: DifferentiateOptions,
): Tensor[] {
  const roots = outputs.flatMap((t) => (t.link ? [t.link] : []));
  const targets = new Set(inputs.map((t) => t.link));
  const { nodes, leaves } = walk(roots, targets);
  const outside =
    leaves.some((leaf) => !targets.has(leaf)) || inputs.some((t) => !t.isLeaf) || !!cotangents?.some((c) => c?.link);
  const createGraph = outside && isGradEnabled();
  const needed = dependents(nodes, targets);
  return runScope("a gradient", () =>
    withGradMode(createGraph, () => {
      const seeds = new Map<Link, Tensor>();
      outputs.forEach((output, i) => {
        const seed = cotangents ? cotangents[i] : onesLike(output);
        if (output.link && seed) seeds.set(output.link, seed);
      });
      const found = new Map<Link, Tensor>();
      const arrive = (link: Link, g: Tensor): void => {
        if (targets.has(link)) found.set(link, g);
      };
      propagate(nodes, seeds, false, arrive, (link) => needed.has(link));
      if (!createGraph && !retain) for (const node of nodes) if (node.id > since) node.consume();
      return inputs.map((t) => {
        const g = t.link && found.get(t.link);
        return g ? alias(g) : zerosLike(t);
      });
    }),
  );
}

/** Links that are targets, or computed from one. */
function dependents(nodes: readonly Node[], targets: ReadonlySet<Link | undefined>): Set<Link> {
  const needed = new Set<Link>();
  for (const target of targets) if (target) needed.add(target);
  for (let i = nodes.length - 1; i >= 0; i--) {
    const { inputs, outputs } = nodes[i];
    if (inputs.some((link) => link && needed.has(link))) for (const link of outputs) needed.add(link);
  }
  return needed;
}
