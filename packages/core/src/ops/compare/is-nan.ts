import type { Tensor } from "../../tensor/tensor";
import { ne } from "./ne";

/** True where x is NaN, as bool. */
export function isNaN(x: Tensor): Tensor {
  return ne(x, x);
}
