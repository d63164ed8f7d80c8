import { scope } from "../../runtime/scope";
import type { Tensor } from "../../tensor/tensor";
import { mul } from "../binary/mul";
import { hardSigmoid } from "./hard-sigmoid";

/** x · hardSigmoid(x). */
export function hardSwish(x: Tensor): Tensor {
  return scope(() => mul(x, hardSigmoid(x)));
}
