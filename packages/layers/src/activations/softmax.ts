import { softmax, type Tensor } from "@nn/core";
import { Module } from "../module/module";

/** eˣ scaled to sum up to 1 along `dim`. */
export class Softmax extends Module {
  readonly dim: number;

  constructor(dim: number | { dim: number }) {
    super();
    this.dim = typeof dim === "number" ? dim : dim.dim;
  }

  forward(input: Tensor): Tensor {
    return softmax(input, { dim: this.dim });
  }
}
