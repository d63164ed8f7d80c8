import { scope } from "../../runtime/scope";
import type { Tensor } from "../../tensor/tensor";
import { add } from "../binary/add";
import { div } from "../binary/div";
import { relu6 } from "./relu6";

/** relu6(x + 3) / 6, a piecewise linear sigmoid. */
export function hardSigmoid(x: Tensor): Tensor {
  return scope(() => div(relu6(add(x, 3)), 6));
}
