import type { Tensor } from "../../tensor/tensor";
import { ones } from "../creation/ones";
import { cat } from "../shape/cat";
import { narrow } from "../shape/narrow";
import { cumprod } from "./cumprod";

/** The product of the elements before each one along `dim`; 1 for the first. */
export function productBefore(x: Tensor, dim: number): Tensor {
  const first = ones(
    x.shape.map((size, i) => (i === dim ? 1 : size)),
    { dtype: x.dtype, backend: x.backend },
  );
  return cumprod(cat([first, narrow(x, dim, 0, x.shape[dim] - 1)], { dim }), { dim });
}
