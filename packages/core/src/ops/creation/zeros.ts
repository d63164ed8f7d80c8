import type { Shape } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { full } from "./full";
import type { CreationOptions } from "./options";

/** A tensor of zeros, float32 unless `dtype` says otherwise. */
export function zeros(shape: Shape, options?: CreationOptions): Tensor {
  return full(shape, 0, options);
}
