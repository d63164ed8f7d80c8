import { flatten, type FlattenOptions, type Tensor } from "@nn/core";
import { Module } from "./module/module";

/** Merges dimensions `startDim` (default 1: all but the batch) to `endDim` (default -1) into one. */
export class Flatten extends Module {
  readonly startDim: number;
  readonly endDim: number;

  constructor({ startDim = 1, endDim = -1 }: FlattenOptions = {}) {
    super();
    this.startDim = startDim;
    this.endDim = endDim;
  }

  forward(input: Tensor): Tensor {
    const { startDim, endDim } = this;
    return flatten(input, { startDim, endDim });
  }
}
