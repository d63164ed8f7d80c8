import { conv2d, type Conv2dOptions as ConvArguments, type ConvPadding, type Size2, type Tensor } from "@nn/core";
import { Convolution, type ConvolutionOptions } from "./convolution";
import { padEdges, type PaddingMode } from "./pad-edges";
import { toSizes } from "./sizes";

export interface Conv2dOptions extends ConvArguments, ConvolutionOptions {
  /** Default "zeros". */
  paddingMode?: PaddingMode;
}

/** The 2-d convolution of x [batch, inChannels, height, width], or [inChannels, height, width], to [batch, outChannels, height′, width′]. */
export class Conv2d extends Convolution {
  readonly stride: Size2;
  readonly padding: ConvPadding<Size2>;
  readonly dilation: Size2;
  readonly paddingMode: PaddingMode;

  /** The weight is [outChannels, inChannels / groups, kh, kw]. */
  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: Size2,
    { stride = 1, padding = 0, dilation = 1, paddingMode = "zeros", ...rest }: Conv2dOptions = {},
  ) {
    super(inChannels, outChannels, toSizes("Conv2d", "kernelSize", kernelSize, 2), rest, false);
    this.stride = stride;
    this.padding = padding;
    this.dilation = dilation;
    this.paddingMode = paddingMode;
  }

  forward(input: Tensor): Tensor {
    const { weight, bias, stride, padding, dilation, groups, paddingMode, kernelSize } = this;
    if (paddingMode === "zeros") return conv2d(input, weight, bias, { stride, padding, dilation, groups });
    const around = typeof padding === "string" ? padding : toSizes("Conv2d", "padding", padding, 2);
    const padded = padEdges(input, paddingMode, around, kernelSize, toSizes("Conv2d", "dilation", dilation, 2));
    return conv2d(padded, weight, bias, { stride, dilation, groups });
  }
}
