import { dropout, type Tensor } from "@nn/core";
import { checkProbability } from "./dropout-probability";
import { Module } from "./module/module";

export interface DropoutOptions {
  /** The probability of an element to be dropped. Default 0.5. */
  p?: number;
}

/** In training, sets elements to 0 with probability `p` and divides the others by 1 - p. */
export class Dropout extends Module {
  readonly p: number;

  constructor(p: number | DropoutOptions = {}) {
    super();
    this.p = checkProbability("Dropout", p);
  }

  forward(input: Tensor): Tensor {
    return dropout(input, { p: this.p, training: this.training });
  }
}
