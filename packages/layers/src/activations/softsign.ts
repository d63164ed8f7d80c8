import { softsign, type Tensor } from "@nn/core";
import { Module } from "../module/module";

/** x / (1 + |x|). */
export class Softsign extends Module {
  forward(input: Tensor): Tensor {
    return softsign(input);
  }
}
