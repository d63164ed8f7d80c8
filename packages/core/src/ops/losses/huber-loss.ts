import { ArgumentError } from "../../errors";
import { scope } from "../../runtime/scope";
import type { Tensor } from "../../tensor/tensor";
import { sub } from "../binary/sub";
import { huber } from "./huber";
import { checkTarget, reduceLoss, type LossOptions } from "./reduction";

export interface HuberLossOptions extends LossOptions {
  /** Where the loss turns from quadratic to linear. Default 1. */
  delta?: number;
}

/** Half the squared difference up to `delta`, linear beyond: delta · (|difference| − delta / 2); reduced. */
export function huberLoss(input: Tensor, target: Tensor, { delta = 1, reduction }: HuberLossOptions = {}): Tensor {
  checkTarget("huberLoss", input, target);
  if (!(delta > 0)) throw new ArgumentError(`huberLoss: delta must be positive, got ${delta}`);
  return scope(() => reduceLoss("huberLoss", huber(sub(input, target), delta), reduction));
}
