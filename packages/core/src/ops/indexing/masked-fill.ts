import { isFloat } from "../../dtype";
import { DTypeError, ShapeError } from "../../errors";
import { constant } from "../../runtime/constants";
import { scope } from "../../runtime/scope";
import { formatShape } from "../../shape";
import type { Tensor, TensorLike } from "../../tensor/tensor";
import { where } from "../compare/where";
import { cast } from "../shape/cast";

/** `x` with `value` (a number or scalar tensor) where `mask` (bool, broadcast) holds; the dtype stays that of `x`. */
export function maskedFill(x: Tensor, mask: Tensor, value: TensorLike): Tensor {
  if (typeof value === "number") {
    if (!isFloat(x.dtype) && !Number.isInteger(value)) {
      throw new DTypeError(`maskedFill: ${x.dtype} cannot hold ${value}`);
    }
    return where(mask, constant(x.backend, x.dtype, value), x);
  }
  if (value.ndim > 0) {
    throw new ShapeError(`maskedFill: the value must be a scalar, got ${formatShape(value.shape)}; see where`);
  }
  return scope(() => where(mask, cast(value, x.dtype), x));
}
