import type { Tensor } from "../../tensor/tensor";
import { scope } from "../../runtime/scope";
import { toFloat } from "../../dtype";
import { abs } from "../unary/abs";
import { cast } from "../shape/cast";
import { lt } from "./lt";

/** True where x is neither infinite nor NaN, as bool. */
export function isFinite(x: Tensor): Tensor {
  return scope(() => lt(abs(cast(x, toFloat(x.dtype))), Infinity));
}
