import { logSoftmax, type Tensor } from "@nn/core";
import { Module } from "../module/module";

/** The logarithm of the softmax along `dim`. */
export class LogSoftmax extends Module {
  readonly dim: number;

  constructor(dim: number | { dim: number }) {
    super();
    this.dim = typeof dim === "number" ? dim : dim.dim;
  }

  forward(input: Tensor): Tensor {
    return logSoftmax(input, { dim: this.dim });
  }
}
