import { ArgumentError, sizeOf, type Shape, type Tensor } from "@nn/core";
import { emptyParameter, type FactoryOptions } from "./factory";
import { resetAffine } from "./init/reset-affine";
import { Module } from "./module/module";
import type { Parameter } from "./module/parameter";
import { checkSizes } from "./sizes";

export interface ConvolutionOptions extends FactoryOptions {
  /** Channels are split into so many groups, convolved apart from each other. Default 1. */
  groups?: number;
  /** Default true. */
  bias?: boolean;
}

/** What all convolutions share: a weight [_, _, ...kernel], a bias per output channel, and how they start. */
export abstract class Convolution extends Module {
  readonly groups: number;
  weight: Parameter;
  /** [outChannels] */
  bias: Parameter | undefined;

  constructor(
    readonly inChannels: number,
    readonly outChannels: number,
    readonly kernelSize: Shape,
    { groups = 1, bias = true, ...factory }: ConvolutionOptions,
    private readonly transposed: boolean,
  ) {
    super();
    const layer = new.target.name;
    checkSizes(layer, { inChannels, outChannels, groups });
    for (const size of kernelSize) checkSizes(layer, { kernelSize: size });
    if (inChannels % groups !== 0 || outChannels % groups !== 0) {
      throw new ArgumentError(
        `${layer}: groups ${groups} must divide inChannels ${inChannels} and outChannels ${outChannels}`,
      );
    }
    this.groups = groups;
    const [first, second] = transposed ? [inChannels, outChannels] : [outChannels, inChannels];
    this.weight = emptyParameter([first, second / groups, ...kernelSize], factory);
    this.bias = bias ? emptyParameter([outChannels], factory) : undefined;
    this.resetParameters();
  }

  /** Draws the parameters anew. */
  resetParameters(): void {
    resetAffine(this.weight, this.bias);
  }

  override multiplyAdds([input]: readonly Tensor[], output: Tensor): number {
    const { weight, transposed } = this;
    // Every element of the transposed convolution's input, of the other's output, meets one row of the weight.
    return (transposed ? input : output).size * sizeOf(weight.shape.slice(1));
  }
}
