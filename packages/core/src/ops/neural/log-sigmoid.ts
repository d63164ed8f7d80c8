import { scope } from "../../runtime/scope";
import type { Tensor } from "../../tensor/tensor";
import { neg } from "../unary/neg";
import { log1pExp } from "./log1p-exp";

/** ln sigmoid(x), finite wherever x is. */
export function logSigmoid(x: Tensor): Tensor {
  return scope(() => neg(log1pExp(neg(x))));
}
