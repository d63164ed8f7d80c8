import { scope } from "../../runtime/scope";
import type { Tensor } from "../../tensor/tensor";
import { mul } from "../binary/mul";
import { tanh } from "../unary/tanh";
import { softplus } from "./softplus";

/** x · tanh(softplus(x)) (https://arxiv.org/abs/1908.08681). */
export function mish(x: Tensor): Tensor {
  return scope(() => mul(x, tanh(softplus(x))));
}
