import { mish, type Tensor } from "@nn/core";
import { Module } from "../module/module";

/** x · tanh(softplus(x)). */
export class Mish extends Module {
  forward(input: Tensor): Tensor {
    return mish(input);
  }
}
