import { dispatch } from "../../runtime/dispatch";
import type { Tensor, TensorLike } from "../../tensor/tensor";
import { onUnified } from "../binary/unify";

/** `a` where `cond` (bool) holds, else `b`; all three broadcast. */
export function where(cond: Tensor, a: TensorLike, b: TensorLike): Tensor {
  return onUnified("where", a, b, false, (x, y) => dispatch("where", [cond, x, y], {}));
}
