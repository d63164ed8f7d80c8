import { ShapeError } from "../../errors";
import { formatShape } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { reshape } from "../shape/reshape";
import { withBatch } from "./with-batch";

/** Runs an op on planes [n, c, 1, length] for x [n, c, length], or [c, length]. */
export function overRows(op: string, x: Tensor, fn: (planes: Tensor) => Tensor[]): Tensor[] {
  if (x.ndim !== 2 && x.ndim !== 3) {
    throw new ShapeError(
      `${op}: x must be [batch, channels, length] or [channels, length], got ${formatShape(x.shape)}`,
    );
  }
  return withBatch(x, 3, (rows) => {
    const [n, c, length] = rows.shape;
    return fn(reshape(rows, [n, c, 1, length])).map((y) => reshape(y, [n, y.shape[1], y.shape[3]]));
  });
}
