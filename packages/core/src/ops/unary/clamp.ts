import { ArgumentError } from "../../errors";
import { scope } from "../../runtime/scope";
import type { Tensor, TensorLike } from "../../tensor/tensor";
import { gt } from "../compare/gt";
import { lt } from "../compare/lt";
import { where } from "../compare/where";

export interface ClampOptions {
  /** Smaller values become this; no lower limit when absent. */
  min?: TensorLike;
  /** Larger values become this, also `min`; no upper limit when absent. */
  max?: TensorLike;
}

/** `x` limited to [min, max]; the gradient passes inside and at the limits. NaN stays NaN. */
export function clamp(x: Tensor, { min, max }: ClampOptions): Tensor {
  if (min === undefined && max === undefined) throw new ArgumentError("clamp: expected min, max or both, got neither");
  return scope(() => {
    const raised = min === undefined ? x : where(lt(x, min), min, x);
    return max === undefined ? raised : where(gt(raised, max), max, raised);
  });
}
