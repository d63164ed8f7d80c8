import { scope } from "../../runtime/scope";
import type { Tensor } from "../../tensor/tensor";
import { sub } from "../binary/sub";
import { square } from "../unary/square";
import { checkTarget, reduceLoss, type LossOptions } from "./reduction";

/** (input − target)², reduced. */
export function mseLoss(input: Tensor, target: Tensor, { reduction }: LossOptions = {}): Tensor {
  checkTarget("mseLoss", input, target);
  return scope(() => reduceLoss("mseLoss", square(sub(input, target)), reduction));
}
