import { conv1d, type Conv1dOptions as ConvArguments, type ConvPadding, type Tensor } from "@nn/core";
import { Convolution, type ConvolutionOptions } from "./convolution";
import { padEdges, type PaddingMode } from "./pad-edges";
import { toSizes } from "./sizes";

export interface Conv1dOptions extends ConvArguments, ConvolutionOptions {
  /** Default "zeros". */
  paddingMode?: PaddingMode;
}

/** The 1-d convolution of x [batch, inChannels, length], or [inChannels, length], to [batch, outChannels, length′]. */
export class Conv1d extends Convolution {
  readonly stride: number;
  readonly padding: ConvPadding<number>;
  readonly dilation: number;
  readonly paddingMode: PaddingMode;

  /** The weight is [outChannels, inChannels / groups, kernelSize]. */
  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: number,
    { stride = 1, padding = 0, dilation = 1, paddingMode = "zeros", ...rest }: Conv1dOptions = {},
  ) {
    super(inChannels, outChannels, toSizes("Conv1d", "kernelSize", kernelSize, 1), rest, false);
    this.stride = stride;
    this.padding = padding;
    this.dilation = dilation;
    this.paddingMode = paddingMode;
  }

  forward(input: Tensor): Tensor {
    const { weight, bias, stride, padding, dilation, groups, paddingMode, kernelSize } = this;
    if (paddingMode === "zeros") return conv1d(input, weight, bias, { stride, padding, dilation, groups });
    const around = typeof padding === "string" ? padding : toSizes("Conv1d", "padding", padding, 1);
    const padded = padEdges(input, paddingMode, around, kernelSize, toSizes("Conv1d", "dilation", dilation, 1));
    return conv1d(padded, weight, bias, { stride, dilation, groups });
  }
}
