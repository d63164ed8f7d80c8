import { geluSpec } from "../../fused/gelu";
import { dispatchFused } from "../../runtime/dispatch";
import type { Tensor } from "../../tensor/tensor";

export interface GeluOptions {
  /** "tanh" for the approximation x · ½ (1 + tanh(√(2/π) (x + 0.044715 x³))). Default "none". */
  approximate?: "none" | "tanh";
}

/** x · Φ(x), where Φ is the normal distribution function. */
export function gelu(x: Tensor, { approximate = "none" }: GeluOptions = {}): Tensor {
  return dispatchFused(geluSpec, [x], { approximate })[0];
}
