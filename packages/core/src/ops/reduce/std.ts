import { scope } from "../../runtime/scope";
import type { Tensor } from "../../tensor/tensor";
import { safeSqrt } from "./safe-sqrt";
import { variance, type VarianceOptions } from "./variance";

/** The standard deviation over `dim` (all dimensions when absent); its gradient is 0 where it is 0. */
export function std(x: Tensor, options: VarianceOptions = {}): Tensor {
  return scope(() => safeSqrt(variance(x, options)));
}
