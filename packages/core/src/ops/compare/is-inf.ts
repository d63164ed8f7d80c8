import type { Tensor } from "../../tensor/tensor";
import { scope } from "../../runtime/scope";
import { toFloat } from "../../dtype";
import { abs } from "../unary/abs";
import { cast } from "../shape/cast";
import { eq } from "./eq";

/** True where x is ∞ or −∞, as bool. */
export function isInf(x: Tensor): Tensor {
  return scope(() => eq(abs(cast(x, toFloat(x.dtype))), Infinity));
}
