import { dropout, mul, ones, ShapeError, type Tensor } from "@nn/core";
import type { DropoutOptions } from "./dropout";
import { checkProbability } from "./dropout-probability";
import { Module } from "./module/module";

/** In training, drops whole channels of x [batch, channels, height, width] with probability `p` and scales the others. */
export class Dropout2d extends Module {
  readonly p: number;

  constructor(p: number | DropoutOptions = {}) {
    super();
    this.p = checkProbability("Dropout2d", p);
  }

  forward(input: Tensor): Tensor {
    const { shape, dtype, backend, ndim } = input;
    if (ndim !== 3 && ndim !== 4) {
      throw new ShapeError(
        `Dropout2d: expected [batch,channels,height,width] or [channels,height,width], got [${shape}]`,
      );
    }
    if (!this.training || this.p === 0) return input;
    const channels = [...shape.slice(0, -2), 1, 1];
    return mul(input, dropout(ones(channels, { dtype, backend }), { p: this.p, training: true }));
  }
}
