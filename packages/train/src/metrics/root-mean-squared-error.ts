import { square, sub, sum, type Tensor } from "@nn/core";
import { checkSameShape } from "./check-pair";
import { Metric } from "./metric";

/** The root of the mean of (output − target)² over all elements of all batches. */
export class RootMeanSquaredError extends Metric {
  protected measure(output: Tensor, target: Tensor): Tensor {
    checkSameShape("RootMeanSquaredError", output, target);
    return sum(square(sub(output, target)));
  }

  protected finish([total]: readonly number[], count: number): number {
    return Math.sqrt(total / count);
  }
}
