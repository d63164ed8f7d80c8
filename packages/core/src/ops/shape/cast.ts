import { checkDType, type DType } from "../../dtype";
import { dispatch } from "../../runtime/dispatch";
import type { Tensor } from "../../tensor/tensor";

/** The same values in another dtype; `x` itself when it has it. Float to integer truncates towards 0. */
export function cast(x: Tensor, dtype: DType): Tensor {
  return x.dtype === dtype ? x : dispatch("cast", [x], { dtype: checkDType("cast", dtype) });
}
