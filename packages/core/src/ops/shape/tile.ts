import type { Shape } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { repeat } from "./repeat";

/** Like `repeat`, with a count of 1 for leading dimensions that `counts` leaves out. */
export function tile(x: Tensor, counts: Shape): Tensor {
  const missing = Math.max(x.ndim - counts.length, 0);
  return repeat(x, [...Array.from({ length: missing }, () => 1), ...counts]);
}
