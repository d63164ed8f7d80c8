import type { DType } from "../../dtype";
import type { Tensor } from "../../tensor/tensor";
import { withCast } from "../shape/with-cast";
import { reduceDims, type ReduceOptions } from "./reduce-dims";

/** The product over `dim` (all dimensions when absent). bool and uint8 multiply in int32. */
export function prod(x: Tensor, options: ReduceOptions & { dtype?: DType } = {}): Tensor {
  return withCast(x, options.dtype ?? x.dtype, (source) => reduceDims("prod", source, options));
}
