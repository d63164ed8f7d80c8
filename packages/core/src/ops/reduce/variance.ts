import { isFloat } from "../../dtype";
import { DTypeError } from "../../errors";
import { scope } from "../../runtime/scope";
import type { Tensor } from "../../tensor/tensor";
import { div } from "../binary/div";
import { sub } from "../binary/sub";
import { cast } from "../shape/cast";
import { square } from "../unary/square";
import { mean } from "./mean";
import { reducedCount, type ReduceOptions } from "./reduce-dims";
import { sum } from "./sum";

export interface VarianceOptions extends ReduceOptions {
  /** Taken off the number of elements in the divisor: 1 for a sample (the default), 0 for a population. */
  correction?: number;
}

/** The variance over `dim` (all dimensions when absent), in two passes; NaN when the divisor is not positive. */
export function variance(x: Tensor, { dim, keepdim, correction = 1 }: VarianceOptions = {}): Tensor {
  if (!isFloat(x.dtype)) {
    throw new DTypeError(
      `var: expected a floating dtype, got ${x.dtype}; convert it first, for example x.to("float32")`,
    );
  }
  const divisor = Math.max(reducedCount("var", x, dim) - correction, 0);
  return scope(() => {
    const source = cast(x, x.dtype === "float16" ? "float32" : x.dtype);
    const deviations = square(sub(source, mean(source, { dim, keepdim: true })));
    return cast(div(sum(deviations, { dim, keepdim }), divisor), x.dtype);
  });
}
