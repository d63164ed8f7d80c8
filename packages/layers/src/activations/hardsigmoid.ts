import { hardSigmoid, type Tensor } from "@nn/core";
import { Module } from "../module/module";

/** relu6(x + 3) / 6. */
export class Hardsigmoid extends Module {
  forward(input: Tensor): Tensor {
    return hardSigmoid(input);
  }
}
