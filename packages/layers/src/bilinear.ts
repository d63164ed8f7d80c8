import { add, matmul, permute, reshape, ShapeError, type Tensor } from "@nn/core";
import { emptyParameter, type FactoryOptions } from "./factory";
import { uniform } from "./init/uniform";
import { Module } from "./module/module";
import type { Parameter } from "./module/parameter";
import { checkSizes } from "./sizes";

export interface BilinearOptions extends FactoryOptions {
  /** Default true. */
  bias?: boolean;
}

/** aᵀ · weight[o] · b + bias[o]: a [..., in1Features] and b [..., in2Features] to [..., outFeatures]. */
export class Bilinear extends Module {
  /** [outFeatures, in1Features, in2Features] */
  weight: Parameter;
  /** [outFeatures] */
  bias: Parameter | undefined;

  constructor(
    readonly in1Features: number,
    readonly in2Features: number,
    readonly outFeatures: number,
    { bias = true, ...factory }: BilinearOptions = {},
  ) {
    super();
    checkSizes("Bilinear", { in1Features, in2Features, outFeatures });
    this.weight = emptyParameter([outFeatures, in1Features, in2Features], factory);
    this.bias = bias ? emptyParameter([outFeatures], factory) : undefined;
    this.resetParameters();
  }

  /** Draws the parameters anew, uniform in ±1 / √in1Features. */
  resetParameters(): void {
    const bound = 1 / Math.sqrt(this.in1Features);
    uniform(this.weight, { a: -bound, b: bound });
    if (this.bias) uniform(this.bias, { a: -bound, b: bound });
  }

  forward(input1: Tensor, input2: Tensor): Tensor {
    const { in1Features, in2Features, outFeatures } = this;
    const lead = input1.shape.slice(0, -1);
    if (input1.shape.at(-1) !== in1Features || `${input2.shape}` !== `${[...lead, in2Features]}`) {
      throw new ShapeError(
        `Bilinear: expected [...,${in1Features}] and [...,${in2Features}] with equal leading sizes, ` +
          `got [${input1.shape}] and [${input2.shape}]`,
      );
    }
    const matrices = reshape(permute(this.weight, [1, 0, 2]), [in1Features, outFeatures * in2Features]);
    const rows = reshape(matmul(reshape(input1, [-1, in1Features]), matrices), [-1, outFeatures, in2Features]);
    const y = reshape(matmul(rows, reshape(input2, [-1, in2Features, 1])), [...lead, outFeatures]);
    return this.bias ? add(y, this.bias) : y;
  }

  /** Of aᵀ · weight, then · b. */
  override multiplyAdds(_: readonly unknown[], output: Tensor): number {
    return output.size * (this.in1Features + 1) * this.in2Features;
  }
}
