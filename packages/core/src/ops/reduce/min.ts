import type { Tensor } from "../../tensor/tensor";
import { extremeAlong, type AlongOptions, type ValuesAndIndices } from "./extreme-along";
import { reduceDims } from "./reduce-dims";

/**
 * The smallest element, whose gradient equal ones share; or, with `dim`, the first smallest along it (NaN counts as such)
 * and its int32 index, where the gradient goes to that element alone.
 */
export function min(x: Tensor): Tensor;
export function min(x: Tensor, options: AlongOptions): ValuesAndIndices;
export function min(x: Tensor, options?: Partial<AlongOptions>): Tensor | ValuesAndIndices {
  const { dim, keepdim = false } = options ?? {};
  return dim === undefined ? reduceDims("min", x, { keepdim }) : extremeAlong("min", x, dim, keepdim);
}
