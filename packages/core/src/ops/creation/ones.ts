import type { Shape } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { full } from "./full";
import type { CreationOptions } from "./options";

/** A tensor of ones, float32 unless `dtype` says otherwise. */
export function ones(shape: Shape, options?: CreationOptions): Tensor {
  return full(shape, 1, options);
}
