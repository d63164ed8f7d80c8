import { adaptiveAvgPool2d, type AdaptiveSize, type Tensor } from "@nn/core";
import { Module } from "./module/module";

/** Means of windows that cover x [batch, channels, height, width], or [channels, height, width], to `outputSize`. */
export class AdaptiveAvgPool2d extends Module {
  constructor(readonly outputSize: AdaptiveSize) {
    super();
  }

  forward(input: Tensor): Tensor {
    return adaptiveAvgPool2d(input, this.outputSize);
  }
}
