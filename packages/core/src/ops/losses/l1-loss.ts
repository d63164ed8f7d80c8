import { scope } from "../../runtime/scope";
import type { Tensor } from "../../tensor/tensor";
import { sub } from "../binary/sub";
import { abs } from "../unary/abs";
import { checkTarget, reduceLoss, type LossOptions } from "./reduction";

/** |input − target|, reduced. */
export function l1Loss(input: Tensor, target: Tensor, { reduction }: LossOptions = {}): Tensor {
  checkTarget("l1Loss", input, target);
  return scope(() => reduceLoss("l1Loss", abs(sub(input, target)), reduction));
}
