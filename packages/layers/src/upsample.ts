import { ArgumentError, upsampleBilinear, upsampleNearest, type Tensor } from "@nn/core";
import { Module } from "./module/module";

export interface UpsampleOptions {
  /** The size to reach: one per dimension, or one for all. */
  size?: number | readonly number[];
  /** Instead of `size`, factors of the input's sizes. */
  scaleFactor?: number | readonly number[];
  /** Default "nearest". */
  mode?: "nearest" | "bilinear";
  /** With "bilinear": let the centres, instead of the edges, of the corner elements coincide. Default false. */
  alignCorners?: boolean;
}

/** Resizes the dimensions behind [batch, channels]; two of them with mode "bilinear". */
export class Upsample extends Module {
  readonly mode: "nearest" | "bilinear";

  constructor(readonly options: Readonly<UpsampleOptions>) {
    super();
    const { size, scaleFactor, mode = "nearest", alignCorners } = options;
    if ((size === undefined) === (scaleFactor === undefined)) {
      throw new ArgumentError("Upsample: expected either size or scaleFactor");
    }
    if (alignCorners !== undefined && mode === "nearest") {
      throw new ArgumentError('Upsample: alignCorners goes with mode "bilinear"');
    }
    this.mode = mode;
  }

  forward(input: Tensor): Tensor {
    const { size, scaleFactor, alignCorners } = this.options;
    if (this.mode === "nearest") return upsampleNearest(input, { size, scaleFactor });
    return upsampleBilinear(input, { size, scaleFactor, alignCorners });
  }
}
