import type { Tensor } from "@nn/core";
import { fansOf } from "./fans";
import { kaimingUniform } from "./kaiming-uniform";
import { uniform } from "./uniform";

/** PyTorch's default for linear layers and convolutions: weight and bias uniform in ±1 / √fanIn. */
export function resetAffine(weight: Tensor, bias: Tensor | undefined): void {
  kaimingUniform(weight, { a: Math.sqrt(5) });
  if (!bias) return;
  const { fanIn } = fansOf(weight.shape);
  const bound = fanIn > 0 ? 1 / Math.sqrt(fanIn) : 0;
  uniform(bias, { a: -bound, b: bound });
}
