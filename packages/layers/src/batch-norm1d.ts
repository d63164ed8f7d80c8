import type { Tensor } from "@nn/core";
import { BatchNorm } from "./batch-norm";

/** `BatchNorm` of x [batch, numFeatures] or [batch, numFeatures, length]. */
export class BatchNorm1d extends BatchNorm {
  forward(input: Tensor): Tensor {
    this.checkInput(input, [2, 3]);
    return this.normalize(input);
  }
}
