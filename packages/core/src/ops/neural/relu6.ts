import type { Tensor } from "../../tensor/tensor";
import { hardtanh } from "./hardtanh";

/** `x` limited to [0, 6]. */
export function relu6(x: Tensor): Tensor {
  return hardtanh(x, { minVal: 0, maxVal: 6 });
}
