import { withCast } from "../shape/with-cast";
import type { DType } from "../../dtype";
import type { Tensor } from "../../tensor/tensor";
import { reduceDims, type ReduceOptions } from "./reduce-dims";

/** The sum over `dim` (all dimensions when absent). bool and uint8 sum up in int32. */
export function sum(x: Tensor, options: ReduceOptions & { dtype?: DType } = {}): Tensor {
  return withCast(x, options.dtype ?? x.dtype, (source) => reduceDims("sum", source, options));
}
