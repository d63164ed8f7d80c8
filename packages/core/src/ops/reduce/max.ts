import type { Tensor } from "../../tensor/tensor";
import { extremeAlong, type AlongOptions, type ValuesAndIndices } from "./extreme-along";
import { reduceDims } from "./reduce-dims";

/**
 * The largest element, whose gradient equal ones share; or, with `dim`, the first largest along it (NaN counts as such)
 * and its int32 index, where the gradient goes to that element alone.
 */
export function max(x: Tensor): Tensor;
export function max(x: Tensor, options: AlongOptions): ValuesAndIndices;
export function max(x: Tensor, options?: Partial<AlongOptions>): Tensor | ValuesAndIndices {
  const { dim, keepdim = false } = options ?? {};
  return dim === undefined ? reduceDims("max", x, { keepdim }) : extremeAlong("max", x, dim, keepdim);
}
