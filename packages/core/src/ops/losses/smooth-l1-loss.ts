import { ArgumentError } from "../../errors";
import { scope } from "../../runtime/scope";
import type { Tensor } from "../../tensor/tensor";
import { div } from "../binary/div";
import { sub } from "../binary/sub";
import { huber } from "./huber";
import { l1Loss } from "./l1-loss";
import { checkTarget, reduceLoss, type LossOptions } from "./reduction";

export interface SmoothL1LossOptions extends LossOptions {
  /** Where the loss turns from quadratic to linear; 0 gives `l1Loss`. Default 1. */
  beta?: number;
}

/** The absolute difference less beta / 2, with a parabola through 0 up to `beta`; reduced. */
export function smoothL1Loss(input: Tensor, target: Tensor, { beta = 1, reduction }: SmoothL1LossOptions = {}): Tensor {
  checkTarget("smoothL1Loss", input, target);
  if (!(beta >= 0)) throw new ArgumentError(`smoothL1Loss: beta must not be negative, got ${beta}`);
  if (beta === 0) return l1Loss(input, target, { reduction });
  return scope(() => reduceLoss("smoothL1Loss", div(huber(sub(input, target), beta), beta), reduction));
}
