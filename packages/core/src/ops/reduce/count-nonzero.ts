import type { Tensor } from "../../tensor/tensor";
import { scope } from "../../runtime/scope";
import { cast } from "../shape/cast";
import type { ReduceOptions } from "./reduce-dims";
import { sum } from "./sum";

/** How many elements over `dim` (all dimensions when absent) are not 0, as int32. */
export function countNonzero(x: Tensor, options: ReduceOptions = {}): Tensor {
  return scope(() => sum(cast(x, "bool"), options));
}
