import type { Tensor } from "../../tensor/tensor";
import { transpose } from "./transpose";

/** Exchanges two dimensions: NumPy's name of `transpose`. A view. */
export function swapaxes(x: Tensor, axis0: number, axis1: number): Tensor {
  return transpose(x, axis0, axis1);
}
