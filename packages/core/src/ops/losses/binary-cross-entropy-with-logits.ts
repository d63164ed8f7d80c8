import { scope } from "../../runtime/scope";
import type { Tensor } from "../../tensor/tensor";
import { add } from "../binary/add";
import { mul } from "../binary/mul";
import { sub } from "../binary/sub";
import { log1pExp } from "../neural/log1p-exp";
import { neg } from "../unary/neg";
import type { BinaryCrossEntropyOptions } from "./binary-cross-entropy";
import { checkTarget, reduceLoss } from "./reduction";

export interface BinaryCrossEntropyWithLogitsOptions extends BinaryCrossEntropyOptions {
  /** A factor for positive targets, broadcast, to balance rare classes. */
  posWeight?: Tensor;
}

/** `binaryCrossEntropy` of sigmoid(input), finite for all finite `input`. */
export function binaryCrossEntropyWithLogits(
  input: Tensor,
  target: Tensor,
  { weight, posWeight, reduction }: BinaryCrossEntropyWithLogitsOptions = {},
): Tensor {
  checkTarget("binaryCrossEntropyWithLogits", input, target);
  return scope(() => {
    // −ln sigmoid(x) = ln(1 + e⁻ˣ) and −ln(1 − sigmoid(x)) = ln(1 + eˣ).
    const positive = mul(target, log1pExp(neg(input)));
    const negative = mul(sub(1, target), log1pExp(input));
    const losses = add(posWeight ? mul(positive, posWeight) : positive, negative);
    return reduceLoss("binaryCrossEntropyWithLogits", weight ? mul(losses, weight) : losses, reduction);
  });
}
