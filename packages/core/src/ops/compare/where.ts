import { dispatch } from "../../runtime/dispatch";
import type { Tensor, TensorLike } from "../../tensor/tensor";
import { unify } from "../binary/unify";

/** `a` where `cond` (bool) holds, else `b`; all three broadcast. */
export function where(cond: Tensor, a: TensorLike, b: TensorLike): Tensor {
  return dispatch("where", [cond, ...unify("where", a, b, false)], {});
}
