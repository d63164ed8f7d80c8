import { isFloat, type DType } from "../../dtype";
import { DTypeError } from "../../errors";
import { scope } from "../../runtime/scope";
import type { Tensor } from "../../tensor/tensor";
import { div } from "../binary/div";
import { cast } from "../shape/cast";
import { reducedCount, type ReduceOptions } from "./reduce-dims";
import { sum } from "./sum";

/** The mean over `dim` (all dimensions when absent) of a floating tensor; NaN for no elements. */
export function mean(x: Tensor, options: ReduceOptions & { dtype?: DType } = {}): Tensor {
  const { dim, keepdim, dtype = x.dtype } = options;
  if (!isFloat(dtype)) {
    throw new DTypeError(
      `mean: expected a floating dtype, got ${dtype}; convert it first, for example x.to("float32")`,
    );
  }
  const count = reducedCount("mean", x, dim);
  return scope(() => {
    // The sum may leave the range of float16 although the mean does not.
    const source = cast(x, dtype === "float16" ? "float32" : dtype);
    return cast(div(sum(source, { dim, keepdim }), count), dtype);
  });
}
