import { ArgumentError } from "../../errors";
import { scope } from "../../runtime/scope";
import type { Tensor } from "../../tensor/tensor";
import { div } from "../binary/div";
import { mul } from "../binary/mul";
import { gt } from "../compare/gt";
import { where } from "../compare/where";
import { expm1 } from "../unary/expm1";
import type { EluOptions } from "./elu";

/** x where it is positive, else alpha · (e^(x / alpha) − 1) (https://arxiv.org/abs/1704.07483). */
export function celu(x: Tensor, { alpha = 1 }: EluOptions = {}): Tensor {
  if (alpha === 0) throw new ArgumentError("celu: alpha must not be 0");
  return scope(() => {
    const isPositive = gt(x, 0);
    return where(isPositive, x, mul(expm1(div(where(isPositive, 0, x), alpha)), alpha));
  });
}
