import { relu, type Tensor } from "@nn/core";
import { Module } from "../module/module";

/** max(x, 0). */
export class ReLU extends Module {
  forward(input: Tensor): Tensor {
    return relu(input);
  }
}
