import { ArgumentError, AutogradError } from "../errors";
import { runScope } from "../runtime/scope";
import { formatShape } from "../shape";
import { Tensor } from "../tensor/tensor";
import { differentiate } from "./differentiate";
import { enableGrad } from "./grad-mode";
import { latestNode } from "./graph";
import { identity } from "./identity";
import { leavesOf, mapTree, type TensorTree } from "./tree";

/** The gradients of the arguments that `argnums` names: one for a number, an array for a list. */
type GradientsOf<A extends readonly unknown[], N> = N extends readonly (keyof A & number)[]
  ? { [K in keyof N]: A[N[K] & keyof A] }
  : N extends number
    ? A[N]
    : A[0];

export interface GradOptions<N> {
  /** Positions of the arguments to differentiate with respect to. Default 0. */
  argnums?: N;
}

/**
 * The gradient of a scalar function, as a function of the same arguments. Differentiated arguments are tensors, or
 * arrays and objects of tensors; the gradient has their structure. Composes with itself.
 */
export function grad<A extends readonly unknown[], const N extends number | readonly number[] = 0>(
  f: (...args: A) => Tensor,
  options: GradOptions<N> = {},
): (...args: A) => GradientsOf<A, N> {
  const both = valueAndGrad(f, options);
  return (...args) => runScope("grad()", () => both(...args)[1]);
}

/** Like `grad`, but gives `[value, gradient]`. */
export function valueAndGrad<A extends readonly unknown[], const N extends number | readonly number[] = 0>(
  f: (...args: A) => Tensor,
  { argnums = 0 as N }: GradOptions<N> = {},
): (...args: A) => [value: Tensor, gradient: GradientsOf<A, N>] {
  return (...args) =>
    runScope("valueAndGrad()", () => {
      const since = latestNode();
      const positions: readonly number[] = typeof argnums === "number" ? [argnums] : argnums;
      const inputs: unknown[] = [...args];
      for (const i of positions) inputs[i] = mapTree(checkArgument(args[i], i), identity);
      const value = enableGrad(() => f(...(inputs as unknown as A)));
      checkScalar(value);
      const flat = positions.flatMap((i) => leavesOf(inputs[i] as TensorTree));
      const gradients = differentiate([value], flat, { since });
      let next = 0;
      const trees = positions.map((i) => mapTree(inputs[i], () => gradients[next++]));
      const gradient = typeof argnums === "number" ? trees[0] : trees;
      // A value whose graph was used up has nothing left to differentiate.
      const result = value.link?.node?.consumed ? value.detach() : value;
      return [result, gradient as GradientsOf<A, N>];
    });
}

function checkArgument(arg: unknown, i: number): TensorTree {
  const fits = (value: unknown): boolean =>
    value instanceof Tensor || (typeof value === "object" && value !== null && Object.values(value).every(fits));
  if (!fits(arg)) throw new ArgumentError(`grad: argument ${i} must be a tensor, or an array or object of tensors`);
  return arg as TensorTree;
}

function checkScalar(value: unknown): asserts value is Tensor {
  if (!(value instanceof Tensor)) throw new AutogradError("grad: the function must return a tensor");
  if (value.size !== 1) {
    throw new AutogradError(
      `grad: the function must return a scalar, got ${formatShape(value.shape)}; use vjp or jacobian for others`,
    );
  }
}
