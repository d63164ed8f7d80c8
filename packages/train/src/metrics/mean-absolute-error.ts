import { abs, sub, sum, type Tensor } from "@nn/core";
import { checkSameShape } from "./check-pair";
import { Metric } from "./metric";

/** The mean of |output − target| over all elements. */
export class MeanAbsoluteError extends Metric {
  protected measure(output: Tensor, target: Tensor): Tensor {
    checkSameShape("MeanAbsoluteError", output, target);
    return sum(abs(sub(output, target)));
  }

  protected finish([total]: readonly number[], count: number): number {
    return total / count;
  }
}
