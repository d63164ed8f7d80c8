import type { CompareOp } from "../../backend";
import { dispatch } from "../../runtime/dispatch";
import type { Tensor, TensorLike } from "../../tensor/tensor";
import { onUnified } from "../binary/unify";

/** Compares on the dtype both arguments meet in. */
export function applyCompare(op: CompareOp, a: TensorLike, b: TensorLike): Tensor {
  return onUnified(op, a, b, false, (x, y) => dispatch("compare", [x, y], { op }));
}
