import type { BinaryOp } from "../../backend";
import { dispatch } from "../../runtime/dispatch";
import type { Tensor, TensorLike } from "../../tensor/tensor";
import { onUnified } from "./unify";

/** Runs a two-argument op on one dtype: float32 for integers when `floating`. */
export function applyBinary(op: BinaryOp, a: TensorLike, b: TensorLike, floating = false): Tensor {
  return onUnified(op, a, b, floating, (x, y) => dispatch("binary", [x, y], { op }));
}
