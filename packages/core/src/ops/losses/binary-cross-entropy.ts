import { customGrad } from "../../autograd/custom-grad";
import { scope } from "../../runtime/scope";
import type { Tensor } from "../../tensor/tensor";
import { add } from "../binary/add";
import { div } from "../binary/div";
import { maximum } from "../binary/maximum";
import { mul } from "../binary/mul";
import { sub } from "../binary/sub";
import { unify } from "../binary/unify";
import { log } from "../unary/log";
import { log1p } from "../unary/log1p";
import { neg } from "../unary/neg";
import { checkTarget, reduceLoss, type LossOptions } from "./reduction";

export interface BinaryCrossEntropyOptions extends LossOptions {
  /** A factor per element, broadcast. */
  weight?: Tensor;
}

/**
 * −(target · ln input + (1 − target) · ln(1 − input)), reduced, for probabilities `input` in [0, 1] (NaN outside).
 * Logarithms end at −100, as in PyTorch; `binaryCrossEntropyWithLogits` needs no such limit.
 */
export function binaryCrossEntropy(
  input: Tensor,
  target: Tensor,
  { weight, reduction }: BinaryCrossEntropyOptions = {},
): Tensor {
  checkTarget("binaryCrossEntropy", input, target);
  return scope(() => {
    const losses = perElement(unify("binaryCrossEntropy", input, target, true), undefined);
    return reduceLoss("binaryCrossEntropy", weight ? mul(losses, weight) : losses, reduction);
  });
}

const perElement = /* @__PURE__ */ customGrad({
  name: "binaryCrossEntropy",
  forward: ([p, t]) => neg(add(mul(t, logOf(p)), mul(sub(1, t), logOfRest(p)))),
  backward: (g, { inputs: [p, t] }) => [
    mul(g, div(sub(p, t), maximum(mul(p, sub(1, p)), 1e-12))),
    mul(g, sub(logOfRest(p), logOf(p))),
  ],
});

function logOf(p: Tensor): Tensor {
  return maximum(log(p), -100);
}

function logOfRest(p: Tensor): Tensor {
  return maximum(log1p(neg(p)), -100);
}
