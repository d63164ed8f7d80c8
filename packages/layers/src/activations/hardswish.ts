import { hardSwish, type Tensor } from "@nn/core";
import { Module } from "../module/module";

/** x · relu6(x + 3) / 6. */
export class Hardswish extends Module {
  forward(input: Tensor): Tensor {
    return hardSwish(input);
  }
}
