import { sigmoid, type Tensor } from "@nn/core";
import { Module } from "../module/module";

/** 1 / (1 + e⁻ˣ). */
export class Sigmoid extends Module {
  forward(input: Tensor): Tensor {
    return sigmoid(input);
  }
}
