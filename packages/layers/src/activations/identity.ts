import type { Tensor } from "@nn/core";
import { Module } from "../module/module";

/** The input itself. */
export class Identity extends Module {
  forward(input: Tensor): Tensor {
    return input;
  }
}
