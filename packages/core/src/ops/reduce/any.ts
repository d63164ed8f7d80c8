import type { Tensor } from "../../tensor/tensor";
import { scope } from "../../runtime/scope";
import { cast } from "../shape/cast";
import { reduceDims, type ReduceOptions } from "./reduce-dims";

/** True where any element over `dim` (all dimensions when absent) is not 0, as bool; false for no elements. */
export function any(x: Tensor, options: ReduceOptions = {}): Tensor {
  return scope(() => reduceDims("max", cast(x, "bool"), options));
}
