import { ArgumentError, ShapeError } from "../../errors";
import { formatShape, sameShape } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { mean } from "../reduce/mean";
import { sum } from "../reduce/sum";

/** One number for all elements, or a loss per element. */
export type Reduction = "mean" | "sum" | "none";

export interface LossOptions {
  /** Default "mean". */
  reduction?: Reduction;
}

/** Reduces losses per element as asked. */
export function reduceLoss(op: string, losses: Tensor, reduction: Reduction = "mean"): Tensor {
  checkReduction(op, reduction);
  return reduction === "mean" ? mean(losses) : reduction === "sum" ? sum(losses) : losses;
}

export function checkReduction(
  op: string,
  reduction: string,
  known: readonly string[] = ["mean", "sum", "none"],
): void {
  if (!known.includes(reduction)) {
    throw new ArgumentError(`${op}: unknown reduction "${reduction}", expected one of ${known.join(", ")}`);
  }
}

/** PyTorch broadcasts with a warning: a forgotten dimension then trains on nonsense. */
export function checkTarget(op: string, input: Tensor, target: Tensor): void {
  if (sameShape(input.shape, target.shape)) return;
  throw new ShapeError(
    `${op}: the target ${formatShape(target.shape)} must have the shape of the input ${formatShape(input.shape)}; ` +
      "reshape or expand one of them",
  );
}
