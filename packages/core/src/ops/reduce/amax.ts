import type { Tensor } from "../../tensor/tensor";
import { reduceDims, type ReduceOptions } from "./reduce-dims";

/** The largest element over `dim` (all dimensions when absent); NaN when there is one. Equal ones share the gradient. */
export function amax(x: Tensor, options: ReduceOptions = {}): Tensor {
  return reduceDims("max", x, options);
}
