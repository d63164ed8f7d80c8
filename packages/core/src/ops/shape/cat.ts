import { promote } from "../../dtype";
import { ArgumentError } from "../../errors";
import { dispatch } from "../../runtime/dispatch";
import { scope } from "../../runtime/scope";
import { normalizeDim } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { cast } from "./cast";

/** Joins tensors along `dim`; their other sizes must agree. */
export function cat(tensors: readonly Tensor[], { dim = 0 }: { dim?: number } = {}): Tensor {
  if (tensors.length === 0) throw new ArgumentError("cat: expected at least one tensor, got none");
  const axis = normalizeDim("cat", dim, tensors[0].ndim);
  const dtype = tensors.map((t) => t.dtype).reduce(promote);
  return scope(() =>
    dispatch(
      "concat",
      tensors.map((t) => cast(t, dtype)),
      { dim: axis },
    ),
  );
}
