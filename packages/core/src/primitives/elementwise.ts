import type { Gradient, GradientContext, Spec } from "../autograd/graph";
import { sumTo } from "../ops/reduce/sum-to";
import { broadcastShapes } from "../shape";
import type { Tensor } from "../tensor/tensor";

const NONE: readonly number[] = [];
const FIRST: readonly number[] = [0];

/** A value that a two-argument rule reads. */
type Source = "a" | "b" | "y";

/** The derivative with respect to one of two arguments; values it does not read are absent. */
interface Partial2 {
  readonly reads: readonly Source[];
  readonly rule: (g: Tensor, values: { readonly a: Tensor; readonly b: Tensor; readonly y: Tensor }) => Tensor;
}

/** Derivatives with respect to both arguments; undefined where there is none. */
export type Rules2 = readonly [Partial2 | undefined, Partial2 | undefined];

/** The gradient of a broadcasting op of two arguments. */
export function gradient2<A>(rulesOf: (attrs: A) => Rules2): Gradient<A> {
  return {
    saves: (needs, attrs) => {
      const [ruleA, ruleB] = rulesOf(attrs);
      const isRead = (source: Source): boolean | undefined =>
        (needs[0] && ruleA?.reads.includes(source)) || (needs[1] && ruleB?.reads.includes(source));
      const inputs: number[] = [];
      if (isRead("a")) inputs.push(0);
      if (isRead("b")) inputs.push(1);
      return { inputs, outputs: isRead("y") ? FIRST : NONE };
    },
    vjp: ([g], context) =>
      rulesOf(context.attrs).map((rule, i) =>
        g && rule && context.needs[i] ? sumTo(rule.rule(g, lazyValues(context)), context.inputs[i].shape) : undefined,
      ),
  };
}

function lazyValues<A>(context: GradientContext<A>): { a: Tensor; b: Tensor; y: Tensor } {
  return {
    get a() {
      return context.input(0);
    },
    get b() {
      return context.input(1);
    },
    get y() {
      return context.output(0);
    },
  };
}

/** The broadcast shape of two inputs of one dtype. */
export function infer2(op: string, [a, b]: readonly Spec[]): Spec {
  return { shape: broadcastShapes(op, a.shape, b.shape), dtype: a.dtype };
}
