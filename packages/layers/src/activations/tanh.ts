import { tanh, type Tensor } from "@nn/core";
import { Module } from "../module/module";

/** The hyperbolic tangent. */
export class Tanh extends Module {
  forward(input: Tensor): Tensor {
    return tanh(input);
  }
}
