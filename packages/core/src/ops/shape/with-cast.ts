import type { DType } from "../../dtype";
import { scope } from "../../runtime/scope";
import type { Tensor } from "../../tensor/tensor";
import { cast } from "./cast";

/** Runs `fn` on `x` in another dtype and frees the cast. */
export function withCast(x: Tensor, dtype: DType, fn: (x: Tensor) => Tensor): Tensor {
  return x.dtype === dtype ? fn(x) : scope(() => fn(cast(x, dtype)));
}
