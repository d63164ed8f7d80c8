import { isFloat, promote, promoteNumber, toFloat, type DType } from "../../dtype";
import { ArgumentError } from "../../errors";
import { constant } from "../../runtime/constants";
import { getBackend } from "../../runtime/current-backend";
import { Tensor, type TensorLike } from "../../tensor/tensor";
import { cast } from "../shape/cast";

/**
 * Two tensors of one dtype, PyTorch's promotion: a plain number, or a scalar tensor of the same kind, does not widen a
 * tensor with dimensions.
 */
export function unify(op: string, a: TensorLike, b: TensorLike, floating: boolean): [Tensor, Tensor] {
  if (typeof a === "number") {
    if (typeof b === "number") {
      const backend = getBackend();
      return [constant(backend, "float32", a), constant(backend, "float32", b)];
    }
    check(op, b);
    const dtype = widen(promoteNumber(b.dtype, a), floating);
    return [constant(b.storage.backend, dtype, a), cast(b, dtype)];
  }
  check(op, a);
  if (typeof b === "number") {
    const dtype = widen(promoteNumber(a.dtype, b), floating);
    return [cast(a, dtype), constant(a.storage.backend, dtype, b)];
  }
  check(op, b);
  if (a.dtype === b.dtype && !floating) return [a, b];
  const dtype = widen(meet(a, b), floating);
  return [cast(a, dtype), cast(b, dtype)];
}

/** Runs `fn` on the two tensors that `unify` gives and frees the casts among them. */
export function onUnified(
  op: string,
  a: TensorLike,
  b: TensorLike,
  floating: boolean,
  fn: (x: Tensor, y: Tensor) => Tensor,
): Tensor {
  const [x, y] = unify(op, a, b, floating);
  const result = fn(x, y);
  // In place of a number stands a constant, which is shared.
  if (x !== a && typeof a !== "number") x.dispose();
  if (y !== b && typeof b !== "number") y.dispose();
  return result;
}

function widen(dtype: DType, floating: boolean): DType {
  return floating ? toFloat(dtype) : dtype;
}

function meet(a: Tensor, b: Tensor): DType {
  if (kind(a.dtype) === kind(b.dtype) && (a.ndim === 0) !== (b.ndim === 0)) return a.ndim === 0 ? b.dtype : a.dtype;
  return promote(a.dtype, b.dtype);
}

function kind(dtype: DType): number {
  return isFloat(dtype) ? 2 : dtype === "bool" ? 0 : 1;
}

function check(op: string, value: unknown): asserts value is Tensor {
  if (!(value instanceof Tensor)) {
    throw new ArgumentError(`${op}: expected a tensor or a number, got ${value === null ? "null" : typeof value}`);
  }
}
