import { pad, type Tensor } from "@nn/core";

/** What surrounds the input of a convolution: zeros, its mirror image, its edge, or its other end. */
export type PaddingMode = "zeros" | "reflect" | "replicate" | "circular";

/** Puts `padding` elements of the input itself around its last dimensions. */
export function padEdges(
  input: Tensor,
  mode: Exclude<PaddingMode, "zeros">,
  padding: readonly number[] | "same" | "valid",
  kernel: readonly number[],
  dilation: readonly number[],
): Tensor {
  if (padding === "valid") return input;
  const amounts = kernel.map((taps, i) => {
    if (padding !== "same") return [padding[i], padding[i]];
    const total = dilation[i] * (taps - 1);
    return [Math.floor(total / 2), Math.ceil(total / 2)];
  });
  return pad(input, amounts.reverse().flat(), { mode });
}
