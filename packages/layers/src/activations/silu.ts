import { silu, type Tensor } from "@nn/core";
import { Module } from "../module/module";

/** x · sigmoid(x). */
export class SiLU extends Module {
  forward(input: Tensor): Tensor {
    return silu(input);
  }
}
