import { ShapeError } from "../../errors";
import { scope } from "../../runtime/scope";
import { formatShape } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { tensor } from "../creation/tensor";
import { indexSelect } from "../indexing/index-select";
import { repeatInterleave } from "../shape/repeat-interleave";
import { resizings, type Resizing, type UpsampleOptions } from "./upsample-size";

/** Resizes the dimensions behind [batch, channels], each new element taking the value of the one it falls into. */
export function upsampleNearest(x: Tensor, options: UpsampleOptions): Tensor {
  if (x.ndim < 3) {
    throw new ShapeError(`upsampleNearest: expected [batch,channels,...sizes], got ${formatShape(x.shape)}`);
  }
  const plans = resizings("upsampleNearest", x.shape.slice(2), options);
  return scope(() => plans.reduce((result, plan, i) => resize(result, i + 2, plan), x));
}

function resize(x: Tensor, dim: number, { from, to, step }: Resizing): Tensor {
  if (to === from && step === 1) return x;
  if (to % from === 0 && step * to === from) return repeatInterleave(x, to / from, { dim });
  const index = Int32Array.from({ length: to }, (_, i) => Math.min(Math.floor(i * step), from - 1));
  return indexSelect(x, { dim, index: tensor(index, { backend: x.backend }) });
}
