import { hardtanh, type Tensor } from "@nn/core";
import { Module } from "../module/module";

export interface HardtanhOptions {
  /** Default −1. */
  minVal?: number;
  /** Default 1. */
  maxVal?: number;
}

/** x limited to [minVal, maxVal]. */
export class Hardtanh extends Module {
  readonly minVal: number;
  readonly maxVal: number;

  constructor({ minVal = -1, maxVal = 1 }: HardtanhOptions = {}) {
    super();
    this.minVal = minVal;
    this.maxVal = maxVal;
  }

  forward(input: Tensor): Tensor {
    const { minVal, maxVal } = this;
    return hardtanh(input, { minVal, maxVal });
  }
}
