import { mul, type Tensor } from "@nn/core";
import { Metric } from "../metrics/metric";

/** The mean of batches' mean losses, weighted with the sizes of their targets. */
export class LossMean extends Metric {
  protected measure(loss: Tensor, target: Tensor): Tensor {
    return mul(loss, target.size);
  }

  protected finish([sum]: readonly number[], count: number): number {
    return sum / count;
  }
}
