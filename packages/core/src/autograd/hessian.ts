import type { Tensor } from "../tensor/tensor";
import { grad } from "./grad";
import { jacobian } from "./jacobian";

/** The Hessian of a scalar function, as a function of `x`: shape [...x, ...x]. */
export function hessian(f: (x: Tensor) => Tensor): (x: Tensor) => Tensor {
  return jacobian(grad(f));
}
