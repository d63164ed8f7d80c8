import { scope } from "../../runtime/scope";
import type { Tensor } from "../../tensor/tensor";
import { mul } from "../binary/mul";
import { elu } from "./elu";

const ALPHA = 1.6732632423543772;
const SCALE = 1.0507009873554805;

/** `elu` scaled so that activations keep mean 0 and variance 1 (https://arxiv.org/abs/1706.02515). */
export function selu(x: Tensor): Tensor {
  return scope(() => mul(elu(x, { alpha: ALPHA }), SCALE));
}
