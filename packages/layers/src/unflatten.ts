import { unflatten, type Shape, type Tensor } from "@nn/core";
import { Module } from "./module/module";

/** Splits dimension `dim` into dimensions of sizes `unflattenedSize`, one of which may be -1. */
export class Unflatten extends Module {
  constructor(
    readonly dim: number,
    readonly unflattenedSize: Shape,
  ) {
    super();
  }

  forward(input: Tensor): Tensor {
    return unflatten(input, this.dim, this.unflattenedSize);
  }
}
