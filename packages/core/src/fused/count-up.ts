import type { Backend } from "../backend";
import { create } from "../ops/creation/options";
import { dispatch } from "../runtime/dispatch";
import type { Tensor } from "../tensor/tensor";

/** The int32 vector 0, 1, …, length − 1 on `backend`. */
export function countUp(backend: Backend, length: number): Tensor {
  return create({ backend }, () => dispatch("arange", [], { length, dtype: "int32", start: 0, step: 1 }));
}
