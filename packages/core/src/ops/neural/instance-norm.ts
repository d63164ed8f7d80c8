import { ShapeError } from "../../errors";
import { formatShape } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { groupNorm } from "./group-norm";
import type { AffineOptions } from "./norm-options";

/** x [batch, channels, ...], each channel of each sample normalised by itself, · weight + bias (per channel). */
export function instanceNorm(x: Tensor, options: AffineOptions = {}): Tensor {
  if (x.ndim < 3) throw new ShapeError(`instanceNorm: expected [batch,channels,...sizes], got ${formatShape(x.shape)}`);
  return groupNorm(x, { ...options, numGroups: x.shape[1] });
}
