import { scope } from "../../runtime/scope";
import type { Tensor } from "../../tensor/tensor";
import { add } from "../binary/add";
import { div } from "../binary/div";
import { abs } from "../unary/abs";

/** x / (1 + |x|). */
export function softsign(x: Tensor): Tensor {
  return scope(() => div(x, add(abs(x), 1)));
}
