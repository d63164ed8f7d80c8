import type { Shape } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { ones } from "../creation/ones";
import { zeros } from "../creation/zeros";

export interface AffineOptions {
  /** What the normalised values are multiplied by. */
  weight?: Tensor;
  /** What is added to them afterwards. */
  bias?: Tensor;
  /** Added to the variance. Default 1e-5. */
  eps?: number;
}

/** (x), or (x, weight, bias) when one of them is given. */
export function affineInputs(x: Tensor, parameters: Shape, { weight, bias }: AffineOptions): Tensor[] {
  if (!weight && !bias) return [x];
  const like = { dtype: x.dtype, backend: x.backend };
  return [x, weight ?? ones(parameters, like), bias ?? zeros(parameters, like)];
}
