import { add, grad, isFloat, mul, sum, Tensor, withBackend, zerosLike, type Backend } from "@nn/core";
import type { Case, FloatDType, Results, Tensors } from "./case";
import { mapValues, tensorOf, type Layout } from "./materialize";
import { cotangent } from "./noise";

/** Results at once, or for functions that wait for values of the device, later. */
type MaybeLater<T> = T | Promise<T>;

/**
 * How a function of tensors is run. `eager` calls it; a mode that traces it first plugs in here, and every check runs
 * in it too.
 */
export interface Mode {
  readonly name: string;
  run(fn: (inputs: Tensors) => MaybeLater<Tensor[]>, inputs: Tensors): MaybeLater<Tensor[]>;
}

export const eager: Mode = { name: "eager", run: (fn, inputs) => fn(inputs) };

/** Where and how a case is evaluated. */
export interface Setting {
  readonly backend: Backend;
  readonly dtype: FloatDType;
  readonly mode: Mode;
}

function call(c: Case, inputs: Tensors, { backend, dtype }: Setting): MaybeLater<Tensor[]> {
  return after(
    withBackend(backend, () => c.call(inputs, { dtype })),
    listOf,
  );
}

function listOf(results: Results): Tensor[] {
  if (results instanceof Tensor) return [results];
  return "values" in results && "indices" in results ? [results.values, results.indices] : [...results];
}

function after<T, R>(value: MaybeLater<T>, fn: (value: T) => R): MaybeLater<R> {
  return value instanceof Promise ? value.then(fn) : fn(value);
}

/** The results of a case. */
export function outputsOf(c: Case, inputs: Tensors, setting: Setting): MaybeLater<Tensor[]> {
  return setting.mode.run((x) => call(c, x, setting), inputs);
}

/** The fixed weights that make a scalar of result `k`: L = Σ f(x) · c. */
function weightsOf(c: Case, k: number, y: Tensor, layout?: Layout): Tensor {
  return tensorOf(y.backend, cotangent(`${c.id}:c${k}`, y.size), y.shape, y.dtype, layout);
}

function lossOf(c: Case, outputs: readonly Tensor[]): Tensor {
  const terms = outputs.flatMap((y, k) => (isFloat(y.dtype) ? [sum(mul(y, weightsOf(c, k, y)))] : []));
  return terms.reduce((a, b) => add(a, b));
}

/** M = Σ (gradient of L) · d. */
function alongOf(c: Case, gradients: readonly Tensor[]): Tensor {
  const terms = gradients.map((g, i) => {
    const d = cotangent(`${c.id}:d:${c.grad[i]}`, g.size);
    return sum(mul(g, tensorOf(g.backend, d, g.shape, g.dtype)));
  });
  return terms.reduce((a, b) => add(a, b));
}

/** L as a number of the host, from result values in float64. */
export function hostLoss(c: Case, outputs: readonly ArrayLike<number>[]): number {
  return outputs.reduce((total, y, k) => total + dot(cotangent(`${c.id}:c${k}`, y.length), y), 0);
}

/** M as a number of the host. */
export function hostAlong(c: Case, gradients: readonly ArrayLike<number>[]): number {
  return gradients.reduce((total, g, i) => total + dot(cotangent(`${c.id}:d:${c.grad[i]}`, g.length), g), 0);
}

export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += a[i] * b[i];
  return total;
}

function leaves(c: Case, inputs: Tensors): Record<string, Tensor> {
  return mapValues(inputs, (x, name) => {
    if (!c.grad.includes(name)) return x;
    const leaf = x.detach();
    leaf.requiresGrad = true;
    return leaf;
  });
}

function gradsOf(c: Case, own: Tensors): Tensor[] {
  return c.grad.map((name) => own[name].grad ?? zerosLike(own[name]));
}

/** The gradient of L by `backward()`, in the order of `c.grad`. */
export function gradientsOf(c: Case, inputs: Tensors, setting: Setting): MaybeLater<Tensor[]> {
  return setting.mode.run((x) => {
    const own = leaves(c, x);
    return after(call(c, own, setting), (outputs) => {
      lossOf(c, outputs).backward();
      return gradsOf(c, own);
    });
  }, inputs);
}

/** The gradient of the results themselves for cotangents that lie in memory like the inputs. */
export function pulledBack(c: Case, inputs: Tensors, setting: Setting, layout: Layout): MaybeLater<Tensor[]> {
  const own = leaves(c, inputs);
  return after(call(c, own, setting), (outputs) => {
    outputs.forEach((y, k) => {
      if (y.requiresGrad) y.backward({ gradient: weightsOf(c, k, y, layout), retainGraph: true });
    });
    return gradsOf(c, own);
  });
}

/** The gradient of M: by `grad` of `grad`, and by `backward()` twice for functions that wait. */
export function secondGradientsOf(c: Case, inputs: Tensors, setting: Setting): MaybeLater<Tensor[]> {
  return setting.mode.run((x) => {
    const own = leaves(c, x);
    const trial = call(c, own, setting);
    if (trial instanceof Promise) return trial.then((outputs) => backwardTwice(c, outputs, own));
    const argnums = c.grad.map((_, i) => i);
    const named = (args: readonly Tensor[]): Tensors => ({
      ...x,
      ...Object.fromEntries(args.map((t, i) => [c.grad[i], t])),
    });
    const loss = (...args: Tensor[]): Tensor => lossOf(c, call(c, named(args), setting) as Tensor[]);
    const along = (...args: Tensor[]): Tensor => alongOf(c, grad(loss, { argnums })(...args));
    return [...grad(along, { argnums })(...c.grad.map((name) => x[name]))];
  }, inputs);
}

function backwardTwice(c: Case, outputs: readonly Tensor[], own: Tensors): Tensor[] {
  lossOf(c, outputs).backward({ createGraph: true });
  const along = alongOf(c, gradsOf(c, own));
  for (const name of c.grad) own[name].grad = null;
  if (along.requiresGrad) along.backward();
  return gradsOf(c, own);
}
