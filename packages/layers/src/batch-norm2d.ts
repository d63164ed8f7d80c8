import type { Tensor } from "@nn/core";
import { BatchNorm } from "./batch-norm";

/** `BatchNorm` of x [batch, numFeatures, height, width]. */
export class BatchNorm2d extends BatchNorm {
  forward(input: Tensor): Tensor {
    this.checkInput(input, [4]);
    return this.normalize(input);
  }
}
