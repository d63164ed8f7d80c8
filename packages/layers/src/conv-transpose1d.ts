import { convTranspose1d, type ConvTranspose1dOptions as ConvArguments, type Tensor } from "@nn/core";
import { Convolution, type ConvolutionOptions } from "./convolution";
import { toSizes } from "./sizes";

export interface ConvTranspose1dOptions extends ConvArguments, ConvolutionOptions {}

/** The transposed 1-d convolution of x [batch, inChannels, length], or [inChannels, length], to [batch, outChannels, length′]. */
export class ConvTranspose1d extends Convolution {
  readonly stride: number;
  readonly padding: number;
  readonly outputPadding: number;
  readonly dilation: number;

  /** The weight is [inChannels, outChannels / groups, kernelSize]. */
  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: number,
    { stride = 1, padding = 0, outputPadding = 0, dilation = 1, ...rest }: ConvTranspose1dOptions = {},
  ) {
    super(inChannels, outChannels, toSizes("ConvTranspose1d", "kernelSize", kernelSize, 1), rest, true);
    this.stride = stride;
    this.padding = padding;
    this.outputPadding = outputPadding;
    this.dilation = dilation;
  }

  forward(input: Tensor): Tensor {
    const { weight, bias, stride, padding, outputPadding, dilation, groups } = this;
    return convTranspose1d(input, weight, bias, { stride, padding, outputPadding, dilation, groups });
  }
}
