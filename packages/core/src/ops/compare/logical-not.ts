import type { Tensor } from "../../tensor/tensor";
import { eq } from "./eq";

/** True where x is 0, as bool. */
export function logicalNot(x: Tensor): Tensor {
  return eq(x, 0);
}
