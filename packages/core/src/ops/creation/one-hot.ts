import { isFloat, type DType } from "../../dtype";
import { DTypeError } from "../../errors";
import { scope } from "../../runtime/scope";
import { checkInteger } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { eq } from "../compare/eq";
import { cast } from "../shape/cast";
import { unsqueeze } from "../shape/unsqueeze";
import { arange } from "./arange";

export interface OneHotOptions {
  /** int32 when absent. */
  dtype?: DType;
}

/** 1 at each index and 0 elsewhere: [...] integers to [..., numClasses]. An index out of range gives a row of zeros. */
export function oneHot(index: Tensor, numClasses: number, { dtype = "int32" }: OneHotOptions = {}): Tensor {
  checkInteger("oneHot", "numClasses", numClasses, 1);
  if (isFloat(index.dtype)) throw new DTypeError(`oneHot: the index must be an integer tensor, got ${index.dtype}`);
  return scope(() => cast(eq(unsqueeze(index, -1), arange(numClasses, { backend: index.backend })), dtype));
}
