import { groupNormSpec } from "../../fused/group-norm";
import { dispatchFused } from "../../runtime/dispatch";
import { runScope } from "../../runtime/scope";
import { checkInteger } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { affineInputs, type AffineOptions } from "./norm-options";

export interface GroupNormOptions extends AffineOptions {
  /** So many groups of channels are normalised, each with its own mean and variance. */
  numGroups: number;
}

/** x [batch, channels, ...], normalised over each group of channels of each sample, · weight + bias (per channel). */
export function groupNorm(x: Tensor, { numGroups, eps = 1e-5, ...affine }: GroupNormOptions): Tensor {
  checkInteger("groupNorm", "numGroups", numGroups, 1);
  return runScope(
    "groupNorm",
    () => dispatchFused(groupNormSpec, affineInputs(x, x.shape.slice(1, 2), affine), { groups: numGroups, eps })[0],
  );
}
