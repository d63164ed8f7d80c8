import type { Shape } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import type { CreationOptions } from "./options";
import { zeros } from "./zeros";

/** A tensor to be filled later; its elements are zeros, so that no run depends on what memory held before. */
export function empty(shape: Shape, options?: CreationOptions): Tensor {
  return zeros(shape, options);
}
