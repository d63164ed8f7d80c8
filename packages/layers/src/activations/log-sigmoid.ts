import { logSigmoid, type Tensor } from "@nn/core";
import { Module } from "../module/module";

/** ln sigmoid(x). */
export class LogSigmoid extends Module {
  forward(input: Tensor): Tensor {
    return logSigmoid(input);
  }
}
