import { ShapeError } from "../../errors";
import { scope } from "../../runtime/scope";
import { formatShape } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { matmul } from "../linalg/matmul";
import { transpose } from "../shape/transpose";
import { resizings, type Resizing, type UpsampleOptions } from "./upsample-size";
import { weightMatrix, type WeightedSum } from "./weight-matrix";

export interface UpsampleBilinearOptions extends UpsampleOptions {
  /** Let the centres, instead of the edges, of the corner elements coincide. Default false. */
  alignCorners?: boolean;
}

/** Resizes the planes of x [batch, channels, height, width] by linear interpolation along both dimensions. */
export function upsampleBilinear(x: Tensor, { alignCorners = false, ...options }: UpsampleBilinearOptions): Tensor {
  if (x.ndim !== 4) throw new ShapeError(`upsampleBilinear: expected [n,c,h,w], got ${formatShape(x.shape)}`);
  const [height, width] = resizings("upsampleBilinear", x.shape.slice(2), options);
  return scope(() => {
    const rows = weightMatrix(x, height.from, interpolation(height, alignCorners));
    const columns = weightMatrix(x, width.from, interpolation(width, alignCorners));
    return matmul(rows, matmul(x, transpose(columns, 0, 1)));
  });
}

function interpolation({ from, to, step }: Resizing, alignCorners: boolean): WeightedSum[] {
  return Array.from({ length: to }, (_, i) => {
    const place = alignCorners ? (to > 1 ? (i * (from - 1)) / (to - 1) : 0) : Math.max((i + 0.5) * step - 0.5, 0);
    const before = Math.min(Math.floor(place), from - 1);
    const share = Math.min(place - before, 1);
    return [
      [before, 1 - share],
      [Math.min(before + 1, from - 1), share],
    ];
  });
}
