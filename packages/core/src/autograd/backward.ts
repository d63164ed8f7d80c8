import { AutogradError, ShapeError } from "../errors";
import { add } from "../ops/binary/add";
import { onesLike } from "../ops/creation/ones-like";
import { clone } from "../ops/shape/clone";
import { keep, runScope } from "../runtime/scope";
import { formatShape, sameShape } from "../shape";
import type { Tensor } from "../tensor/tensor";
import { isContiguous } from "../view";
import { alias } from "./alias";
import { withAnomalyStack } from "./anomaly";
import { withGradMode } from "./grad-mode";
import type { Link, Node } from "./graph";

export interface BackwardOptions {
  /** The cotangent, of this tensor's shape; 1 for a scalar when absent. */
  gradient?: Tensor;
  /** Keep saved values, so that the graph can be walked again. Default: `createGraph`. */
  retainGraph?: boolean;
  /** Record the backward pass itself. */
  createGraph?: boolean;
}

/** Accumulates gradients of `root` into the leaves of its graph. */
export function backward(root: Tensor, options: BackwardOptions = {}): void {
  root.check("backward");
  const { link } = root;
  if (!link) {
    throw new AutogradError(
      "backward: this tensor does not depend on any tensor that requires a gradient " +
        "(was it computed inside noGrad, detached, or through an op without a gradient?)",
    );
  }
  const { createGraph = false, retainGraph = createGraph, gradient } = options;
  checkCotangent(root, gradient);
  runScope("backward()", () =>
    withGradMode(createGraph, () => {
      const graph = walk([link]);
      expireHandles(graph.leaves);
      // An alias of the caller's tensor, because used cotangents are freed.
      const seed = createGraph ? gradient : gradient?.detach();
      propagate(graph.nodes, new Map([[link, seed ?? onesLike(root)]]), !createGraph, (target, g) => {
        if (!target.node || target.retainsGrad) accumulate(target, g, createGraph);
      });
      if (!retainGraph) consume(graph, link);
    }),
  );
}

function checkCotangent(root: Tensor, gradient: Tensor | undefined): void {
  if (!gradient) {
    if (root.size === 1) return;
    throw new AutogradError(
      `backward: a tensor of shape ${formatShape(root.shape)} is no scalar; ` +
        "reduce it (for example with mean()) or pass { gradient } of its shape",
    );
  }
  if (!sameShape(gradient.shape, root.shape)) {
    throw new ShapeError(
      `backward: gradient of shape ${formatShape(gradient.shape)} does not match the tensor's ${formatShape(root.shape)}`,
    );
  }
}

/** The recorded ops behind some values. */
export interface Graph {
  /** From the latest to the earliest. */
  readonly nodes: readonly Node[];
  readonly leaves: readonly Link[];
}

/** Collects what `roots` depend on, looking no further than `ends`. */
export function walk(roots: readonly Link[], ends?: ReadonlySet<Link | undefined>): Graph {
  const nodes = new Set<Node>();
  const leaves = new Set<Link>();
  const stack = [...roots];
  for (let link = stack.pop(); link; link = stack.pop()) {
    const { node } = link;
    if (!node || ends?.has(link)) leaves.add(link);
    else if (!nodes.has(node)) {
      if (node.consumed) throw consumedError(node);
      nodes.add(node);
      for (const input of node.inputs) if (input) stack.push(input);
    }
  }
  return { nodes: [...nodes].sort((a, b) => b.id - a.id), leaves: [...leaves] };
}

function consumedError(node: Node): AutogradError {
  return new AutogradError(
    `backward: the graph through ${node.name} was used up by an earlier backward(). ` +
      "Pass { retainGraph: true } to that one, or detach() what is carried over from it",
  );
}

/**
 * Sends cotangents from values to inputs, latest op first. `arrive` gets each value's whole gradient once, before it is
 * sent on. With `release` a cotangent is freed as soon as it was used.
 */
export function propagate(
  nodes: readonly Node[],
  cotangents: Map<Link, Tensor>,
  release: boolean,
  arrive: (link: Link, gradient: Tensor) => void,
  isNeeded: (link: Link) => boolean = () => true,
): void {
  for (const node of nodes) {
    const incoming = node.outputs.map((link) => cotangents.get(link));
    if (incoming.every((g) => g === undefined)) continue;
    const needs = node.inputs.map((link) => link !== undefined && isNeeded(link));
    node.outputs.forEach((link, i) => {
      const g = incoming[i];
      if (g) arrive(link, g);
      cotangents.delete(link);
    });
    if (needs.includes(true)) sendBack(node, incoming, needs, cotangents, release);
    if (release) for (const g of incoming) g?.dispose();
  }
  for (const [link, g] of cotangents) arrive(link, g);
}

function sendBack(
  node: Node,
  incoming: readonly (Tensor | undefined)[],
  needs: readonly boolean[],
  cotangents: Map<Link, Tensor>,
  release: boolean,
): void {
  const outgoing = withAnomalyStack(node, () =>
    runScope(`the gradient of ${node.name}`, () => node.backward(incoming, needs)),
  );
  const passed = new Set<Tensor>(incoming.filter((g) => g !== undefined));
  node.inputs.forEach((link, i) => {
    const g = outgoing[i];
    if (!link || !g || !needs[i]) return;
    checkGradient(node, i, g);
    const sum = cotangents.get(link);
    if (sum) {
      cotangents.set(link, add(sum, g));
      if (release) sum.dispose();
    } else {
      // A rule may hand one tensor to several inputs, or pass its cotangent through.
      cotangents.set(link, release && passed.has(g) ? g.detach() : g);
      passed.add(g);
    }
  });
}

function checkGradient(node: Node, i: number, g: Tensor): void {
  const { shape, dtype } = node.inputSpec(i);
  if (sameShape(g.shape, shape) && g.dtype === dtype) return;
  throw new ShapeError(
    `${node.name}: its gradient rule gave ${g.dtype} ${formatShape(g.shape)} for input ${i}, ` +
      `which is ${dtype} ${formatShape(shape)}`,
  );
}

/** Adds to `link.grad`, in a buffer that nothing else shares. */
function accumulate(link: Link, g: Tensor, createGraph: boolean): void {
  const before = link.grad;
  if (createGraph || before?.link) {
    link.grad = keep(before ? add(before, g) : alias(g));
  } else if (before) {
    before.replaceBy(add(before, g));
  } else {
    const alone = g.storage.holders === 1 && isContiguous(g.layout);
    link.grad = keep(alone ? g.detach() : clone(g));
  }
}

/** Frees what the graph saved; its handles, but for the root's, expire with the next pass over the same leaves. */
function consume(graph: Graph, root: Link): void {
  const handles: Tensor[] = [];
  for (const node of graph.nodes) {
    node.consume();
    for (const link of node.outputs) if (link !== root && link.handle) handles.push(link.handle);
  }
  if (handles.length === 0) return;
  const expiring = { handles };
  for (const leaf of graph.leaves) leaf.expiring = expiring;
}

function expireHandles(leaves: readonly Link[]): void {
  for (const leaf of leaves) {
    if (!leaf.expiring) continue;
    for (const handle of leaf.expiring.handles) handle.drop("the next backward() of the same parameters");
    leaf.expiring.handles = [];
    leaf.expiring = undefined;
  }
}
