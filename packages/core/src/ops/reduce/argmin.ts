import type { Tensor } from "../../tensor/tensor";
import { argAlong, type AlongOptions } from "./extreme-along";

/** The int32 index of the first smallest element along `dim`, or in row-major order; NaN counts as the smallest. */
export function argmin(x: Tensor, { dim, keepdim = false }: Partial<AlongOptions> = {}): Tensor {
  return argAlong("min", x, dim, keepdim);
}
