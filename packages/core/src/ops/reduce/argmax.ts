import type { Tensor } from "../../tensor/tensor";
import { argAlong, type AlongOptions } from "./extreme-along";

/** The int32 index of the first largest element along `dim`, or in row-major order; NaN counts as the largest. */
export function argmax(x: Tensor, { dim, keepdim = false }: Partial<AlongOptions> = {}): Tensor {
  return argAlong("max", x, dim, keepdim);
}
