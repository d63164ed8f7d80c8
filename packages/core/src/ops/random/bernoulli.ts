import { isFloat } from "../../dtype";
import { ArgumentError, DTypeError } from "../../errors";
import { scope } from "../../runtime/scope";
import type { Shape } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { lt } from "../compare/lt";
import { create } from "../creation/options";
import { cast } from "../shape/cast";
import { drawUniform, type RandomOptions } from "./draw";

/**
 * 1 with probability `p`, else 0: one draw per element of a tensor `p`, or `shape` draws of one number. The dtype is
 * that of `p`, float32 for a number, unless `dtype` says otherwise.
 */
export function bernoulli(p: Tensor, options?: RandomOptions): Tensor;
export function bernoulli(p: number, shape: Shape, options?: RandomOptions): Tensor;
export function bernoulli(p: Tensor | number, ...rest: readonly (Shape | RandomOptions | undefined)[]): Tensor {
  const isNumber = typeof p === "number";
  const [shape, given = {}] = (isNumber ? rest : [p.shape, rest[0]]) as [Shape, RandomOptions?];
  if (isNumber && !(p >= 0 && p <= 1)) throw new ArgumentError(`bernoulli: p must lie in [0, 1], got ${p}`);
  if (!isNumber && !isFloat(p.dtype)) throw new DTypeError(`bernoulli: p must be a floating tensor, got ${p.dtype}`);
  const options = isNumber ? given : { ...given, backend: p.backend };
  const dtype = options.dtype ?? (isNumber ? "float32" : p.dtype);
  const precision = !isNumber && p.dtype === "float64" ? "float64" : "float32";
  return create(options, () => scope(() => cast(lt(drawUniform([...shape], precision, options.generator), p), dtype)));
}
