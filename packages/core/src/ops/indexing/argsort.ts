import { scope } from "../../runtime/scope";
import type { Tensor } from "../../tensor/tensor";
import { sort, type SortOptions } from "./sort";

/** The int32 indices that sort `x` along `dim`: `sort(x, options).indices`. */
export function argsort(x: Tensor, options?: SortOptions): Tensor {
  return scope(() => sort(x, options).indices);
}
