import { selu, type Tensor } from "@nn/core";
import { Module } from "../module/module";

/** The self-normalising unit, https://arxiv.org/abs/1706.02515. */
export class SELU extends Module {
  forward(input: Tensor): Tensor {
    return selu(input);
  }
}
