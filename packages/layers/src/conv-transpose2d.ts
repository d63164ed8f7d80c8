import { convTranspose2d, type ConvTranspose2dOptions as ConvArguments, type Size2, type Tensor } from "@nn/core";
import { Convolution, type ConvolutionOptions } from "./convolution";
import { toSizes } from "./sizes";

export interface ConvTranspose2dOptions extends ConvArguments, ConvolutionOptions {}

/** The transposed 2-d convolution of x [batch, inChannels, height, width], or [inChannels, height, width], to [batch, outChannels, height′, width′]. */
export class ConvTranspose2d extends Convolution {
  readonly stride: Size2;
  readonly padding: Size2;
  readonly outputPadding: Size2;
  readonly dilation: Size2;

  /** The weight is [inChannels, outChannels / groups, kh, kw]. */
  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: Size2,
    { stride = 1, padding = 0, outputPadding = 0, dilation = 1, ...rest }: ConvTranspose2dOptions = {},
  ) {
    super(inChannels, outChannels, toSizes("ConvTranspose2d", "kernelSize", kernelSize, 2), rest, true);
    this.stride = stride;
    this.padding = padding;
    this.outputPadding = outputPadding;
    this.dilation = dilation;
  }

  forward(input: Tensor): Tensor {
    const { weight, bias, stride, padding, outputPadding, dilation, groups } = this;
    return convTranspose2d(input, weight, bias, { stride, padding, outputPadding, dilation, groups });
  }
}
