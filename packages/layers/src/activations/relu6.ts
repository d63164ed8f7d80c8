import { relu6, type Tensor } from "@nn/core";
import { Module } from "../module/module";

/** x limited to [0, 6]. */
export class ReLU6 extends Module {
  forward(input: Tensor): Tensor {
    return relu6(input);
  }
}
