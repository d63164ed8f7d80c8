import type { Tensor } from "../../tensor/tensor";
import { scope } from "../../runtime/scope";
import { cast } from "../shape/cast";
import { reduceDims, type ReduceOptions } from "./reduce-dims";

/** True where no element over `dim` (all dimensions when absent) is 0, as bool; true for no elements. */
export function all(x: Tensor, options: ReduceOptions = {}): Tensor {
  return scope(() => reduceDims("min", cast(x, "bool"), options));
}
