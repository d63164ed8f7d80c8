import type { Conv } from "./geometry";

/**
 * How positions of y and taps meet positions of x along rows or columns, forward or backwards. Position i of phase p is
 * i · phases + p in y. Its first tap is the first t with (p + origin − t · dilation) divisible by `stride`, which leads
 * to x at i · advance + (p + origin − t · dilation) / stride; from there on every `step`th tap leads `shift` further.
 */
export interface Side {
  readonly taps: number;
  readonly step: number;
  readonly shift: number;
  readonly advance: number;
  readonly stride: number;
  readonly dilation: number;
  readonly origin: number;
  readonly phases: number;
  /** The most taps that a phase has. */
  readonly most: number;
}

export function sideOf(
  { kernel, stride: strides, dilation: dilations, before }: Conv,
  isBack: boolean,
  d: number,
): Side {
  const taps = kernel[d];
  const stride = strides[d];
  const dilation = dilations[d];
  if (!isBack) {
    return {
      taps,
      step: 1,
      shift: dilation,
      advance: stride,
      stride: 1,
      dilation: 0,
      origin: -before[d],
      phases: 1,
      most: taps,
    };
  }
  const common = gcd(stride, dilation);
  const step = stride / common;
  const most = Math.ceil(taps / step);
  return {
    taps,
    step,
    shift: -dilation / common,
    advance: 1,
    stride,
    dilation,
    origin: before[d],
    phases: stride,
    most,
  };
}

export function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}
